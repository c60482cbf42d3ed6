/** What drift tells of production: what callers hear otherwise, and what is foreign between the two versions. */
import { commandFor } from '../model/command-line.ts';
import type { DriftPersona, DriftPlane } from '../model/drift.ts';
import { foreignWays } from '../model/foreign.ts';
import { changeLines } from './change.ts';
import { indent } from './indent.ts';
import type { PromotePart } from './promote.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';

/** Where all is as the files say. */
export const WHERE: Readonly<Record<DriftPlane, string>> = {
  draft: '',
  production: ', and callers hear it',
  both: ', on the draft and in production',
};

/** The persona with the differences of the plane alone: an edited draft is no drift of what callers hear. */
export function onPlane(persona: DriftPersona, plane: DriftPlane): DriftPersona {
  if (plane !== 'production') return persona;
  return { ...persona, changes: persona.changes.filter((change) => change.plane === 'immediate') };
}

/** Below the changes of the draft. */
export function planeLines(persona: DriftPersona, plane: DriftPlane, style: Style): string[] {
  return planeParts(persona, plane).flatMap(({ heading, changes }) =>
    indent([style.cyan(heading), ...indent(changes.flatMap((change) => changeLines(change, style)))]),
  );
}

/** What production has otherwise; a field that differs in the same way on the draft is told there. */
export function planeParts(persona: DriftPersona, plane: DriftPlane): PromotePart[] {
  if (plane === 'draft') return [];
  const told = new Set(persona.changes.map(({ path, before }) => JSON.stringify([path, before])));
  const heard = persona.production_changes.filter(({ path, before }) => !told.has(JSON.stringify([path, before])));
  const parts = [
    { heading: 'production, what callers hear', foreign: false, changes: heard },
    {
      heading: 'foreign, from no file (production → draft)',
      foreign: true,
      changes: plane === 'both' ? persona.foreign : [],
    },
  ];
  return parts.filter(({ changes }) => changes.length > 0);
}

/** `2 unpromoted`, `1 foreign`, where the plane counts them. */
export function planeCounts(personas: readonly DriftPersona[], plane: DriftPlane): string[] {
  const counted = ({ draft: [], production: ['unpromoted'], both: ['unpromoted', 'foreign'] } as const)[plane];
  return counted.flatMap((finding) => {
    const number = personas.filter(({ findings }) => findings.includes(finding)).length;
    return number === 0 ? [] : [`${number} ${finding}`];
  });
}

interface Words {
  readonly plane: DriftPlane;
  readonly options: readonly string[];
}

/** More than these are not told the ways out one by one: promote tells them of each. */
const MOST_FOREIGN = 3;

/** `keys`: how several personas are named on a command line. */
export function planeSteps(
  differing: readonly DriftPersona[],
  { plane, options }: Words,
  keys: (personas: readonly DriftPersona[]) => readonly string[],
): string[] {
  if (plane === 'draft') return [];
  const waiting = differing.filter(({ findings }) => findings.includes('unpromoted') && !findings.includes('edited'));
  const foreign = plane === 'both' ? differing.filter((persona) => persona.foreign.length > 0) : [];
  return [
    ...(waiting.length === 0 ? [] : [`To let callers hear it: ${commandFor('promote', keys(waiting), options)}`]),
    ...foreign.slice(0, MOST_FOREIGN).flatMap(({ key, foreign: changes }) => [
      `What is foreign in ${visible(key)} holds its promote.`,
      ...indent(
        foreignWays({
          key,
          paths: changes.map(({ path }) => path),
          allow: commandFor('promote', [key], [...options, '--allow', 'foreign']),
          options,
        }),
      ),
    ]),
  ];
}
