/** What promote would ship, as text: what the files say, and apart from it what they do not. */
import type { FieldChange, PlannedPersona, PlannedPromote, PromoteChange } from '../model/plan.ts';
import { changeLines } from './change.ts';
import { indent } from './indent.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

/** Below the changes of the persona's update, indented by two. What these show already is only named again. */
export function promoteLines(
  { changes, promote }: Pick<PlannedPersona, 'changes' | 'promote'>,
  style: Style,
): string[] {
  if (promote?.action !== 'promote') return [];
  const { told } = partsOf(changes, promote);
  const above =
    told.length === 0 ? [] : [style.dim(`as above: ${told.map(({ path }) => fieldLabel(path)).join(', ')}`)];
  const parts = promoteParts({ changes, promote });
  const shipped =
    parts.some(({ foreign }) => !foreign) || above.length === 0 ? [] : [style.cyan(SHIPPED), ...indent(above)];
  return indent([
    ...shipped,
    ...parts.flatMap((part) => [
      part.foreign ? style.yellow(part.heading) : style.cyan(part.heading),
      ...indent([...(part.foreign ? [] : above), ...part.changes.flatMap((change) => changeLines(change, style))]),
    ]),
  ]);
}

/** The heading of what a promote ships. */
export const SHIPPED = 'promote: production → draft';

/** What the promote ships beyond what the update shows, under its headings. */
export interface PromotePart {
  readonly heading: string;
  readonly foreign: boolean;
  readonly changes: readonly PromoteChange[];
}

export function promoteParts({ changes, promote }: Pick<PlannedPersona, 'changes' | 'promote'>): PromotePart[] {
  return promote?.action === 'promote' ? shippedParts(changes, promote) : [];
}

/** `written`: what the update shows already. */
export function shippedParts(
  written: readonly FieldChange[],
  promote: Pick<PlannedPromote, 'changes' | 'draft_updated_at'>,
): PromotePart[] {
  const { own, foreign } = partsOf(written, promote);
  const when = promote.draft_updated_at === null ? '' : ` (draft last updated ${visible(promote.draft_updated_at)})`;
  return [
    ...(own.length === 0 ? [] : [{ heading: SHIPPED, foreign: false, changes: own }]),
    ...(foreign.length === 0
      ? []
      : [{ heading: `promote: foreign, from no file${when}`, foreign: true, changes: foreign }]),
  ];
}

/** Whether the promote ships more than the persona's update shows. */
export function shipsMore(persona: Pick<PlannedPersona, 'changes' | 'promote'>): boolean {
  return promoteParts(persona).length > 0;
}

/** ` 2 to promote: 5 changes reach callers, 1 of them foreign.`, or nothing where the plan promotes nothing. */
export function promoteSummary(personas: readonly Promoted[], style: Style): string {
  const promotes = personas.flatMap(({ promote }) => (promote?.action === 'promote' ? [promote] : []));
  const others = `${failedText(personas, style)}${loneText(personas)}`;
  if (promotes.length === 0) return others;
  const changes = promotes.flatMap((promote) => promote.changes);
  const foreign = changes.filter((change) => change.foreign).length;
  const alien = foreign === 0 ? '' : style.yellow(`, ${foreign} of them foreign`);
  const verb = changes.length === 1 ? 'reaches' : 'reach';
  return ` ${count(promotes.length, 'persona')} to promote: ${count(changes.length, 'change')} ${verb} callers${alien}.${others}`;
}

type Promoted = Pick<PlannedPersona, 'promote'>;

function failedText(personas: readonly Promoted[], style: Style): string {
  const failed = personas.filter(({ promote }) => promote?.action === 'failed').length;
  return failed === 0 ? '' : style.red(` ${count(failed, 'persona')} not to be promoted.`);
}

/** Callers hear production, and a draft there is none: nothing is wrong with that, but somebody may have expected one. */
function loneText(personas: readonly Promoted[]): string {
  const lone = personas.filter(({ promote }) => promote?.action === 'none' && promote.reason === 'no_draft').length;
  return lone === 0 ? '' : ` ${count(lone, 'persona')} ${lone === 1 ? 'has' : 'have'} no draft to promote.`;
}

interface Parts {
  /** What the update shows already. */
  readonly told: readonly PromoteChange[];
  readonly own: readonly PromoteChange[];
  readonly foreign: readonly PromoteChange[];
}

function partsOf(written: readonly FieldChange[], { changes }: Pick<PlannedPromote, 'changes'>): Parts {
  const shown = new Set(written.map(valuesOf));
  const isTold = (change: PromoteChange): boolean => !change.foreign && shown.has(valuesOf(change));
  return {
    told: changes.filter(isTold),
    own: changes.filter((change) => !change.foreign && !isTold(change)),
    foreign: changes.filter((change) => change.foreign),
  };
}

function valuesOf({ path, before, after }: FieldChange): string {
  return JSON.stringify([path, before, after]);
}
