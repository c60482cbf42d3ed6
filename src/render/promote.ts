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
  const { told, own, foreign } = partsOf(changes, promote);
  const above =
    told.length === 0 ? [] : [style.dim(`as above: ${told.map(({ path }) => fieldLabel(path)).join(', ')}`)];
  const shipped = [...above, ...own.flatMap((change) => changeLines(change, style))];
  return indent([
    ...(shipped.length === 0 ? [] : [style.cyan('promote: production → draft'), ...indent(shipped)]),
    ...(foreign.length === 0 ? [] : foreignLines(foreign, promote, style)),
  ]);
}

/** Whether the promote ships more than the persona's update shows. */
export function shipsMore({ changes, promote }: Pick<PlannedPersona, 'changes' | 'promote'>): boolean {
  if (promote?.action !== 'promote') return false;
  const { own, foreign } = partsOf(changes, promote);
  return own.length + foreign.length > 0;
}

/** ` 2 to promote: 5 changes reach callers, 1 of them foreign.`, or nothing where the plan promotes nothing. */
export function promoteSummary(personas: readonly Pick<PlannedPersona, 'promote'>[], style: Style): string {
  const promotes = personas.flatMap(({ promote }) => (promote?.action === 'promote' ? [promote] : []));
  const failed = personas.filter(({ promote }) => promote?.action === 'failed').length;
  const failedText = failed === 0 ? '' : style.red(` ${count(failed, 'persona')} not to be promoted.`);
  if (promotes.length === 0) return failedText;
  const changes = promotes.flatMap((promote) => promote.changes);
  const foreign = changes.filter((change) => change.foreign).length;
  const alien = foreign === 0 ? '' : style.yellow(`, ${foreign} of them foreign`);
  const verb = changes.length === 1 ? 'reaches' : 'reach';
  return ` ${count(promotes.length, 'persona')} to promote: ${count(changes.length, 'change')} ${verb} callers${alien}.${failedText}`;
}

function foreignLines(foreign: readonly PromoteChange[], promote: PlannedPromote, style: Style): string[] {
  const when = promote.draft_updated_at === null ? '' : ` (draft last updated ${visible(promote.draft_updated_at)})`;
  return [
    style.yellow(`promote: foreign, from no file${when}`),
    ...indent(foreign.flatMap((change) => changeLines(change, style))),
  ];
}

interface Parts {
  /** What the update shows already. */
  readonly told: readonly PromoteChange[];
  readonly own: readonly PromoteChange[];
  readonly foreign: readonly PromoteChange[];
}

function partsOf(written: readonly FieldChange[], { changes }: PlannedPromote): Parts {
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
