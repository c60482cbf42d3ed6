/** The plan as text: by persona, by plane, each field old → new; unchanged personas are only counted. */
import type { Plane } from '../model/fields.ts';
import type { Change, Plan, PlannedPersona } from '../model/plan.ts';
import { type Alike, groupAlike } from './alike.ts';
import { changeLines } from './change.ts';
import { diagnosticText } from './diagnostics.ts';
import { indent } from './indent.ts';
import { editedLines } from './origin.ts';
import { promoteLines, promoteSummary, SHIPPED, shipsMore } from './promote.ts';
import { shareText } from './share.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel, wrapList } from './words.ts';

export const PLANE_TITLE: Readonly<Record<Plane, string>> = {
  immediate: 'on air at once',
  draft: 'draft, on air after promote',
};

/** The same where there is little room. */
export const PLANE_SHORT: Readonly<Record<Plane, string>> = { immediate: 'at once', draft: 'after promote' };

/** The personas that change and those that failed, or an empty text. Ends without a newline. */
export function planText(plan: Plan, style: Style): string {
  const changing = plan.personas.filter(({ action, promote }) => action === 'update' || promote?.action === 'promote');
  const { shared, personas } = groupAlike(changing.filter((persona) => !isEdited(persona)));
  const edited = changing.filter(isEdited).map((persona) => ({ persona, own: persona.changes, also: [] }));
  const failures = plan.diagnostics.filter((one) => one.severity === 'error');
  const risks = plan.diagnostics.filter((one) => one.code.startsWith('guard_'));
  return [
    ...edited.map((one) => personaText(one, style)),
    ...plan.personas.filter(({ action }) => action === 'create').map((one) => creationText(one, style)),
    ...shared.map((alike) => [alikeText(alike, style), ...promotedAlike(alike, personas, style)].join('\n')),
    ...personas.filter(isToldApart).map((one) => personaText(one, style)),
    ...[...failures, ...risks].map((one) => diagnosticText({ ...one, excerpt: null }, style)),
  ].join('\n\n');
}

/** Somebody changed it elsewhere: those are shown first, each in full. */
export function isEdited({ changes }: PlannedPersona): boolean {
  return changes.some(({ origin }) => origin === 'edited');
}

/** One line: how many change, on which plane, how many do not, how many failed; and of which share. */
export function planSummary(plan: Plan, style: Style): string {
  const { shard, personas, summary } = plan;
  if (shard === undefined) return summaryText(plan, style);
  const share = shareText(shard, summary.files);
  return personas.length === 0 ? `Nothing to do: ${share}.` : `${summaryText(plan, style)} (${share})`;
}

function summaryText(plan: Plan, style: Style): string {
  const { create, update, none, failed } = plan.summary;
  const promoteText = promoteSummary(plan.personas, style);
  const total = create + update + none + failed;
  const failedText = failed === 0 ? '' : style.red(`, ${count(failed, 'persona')} failed`);
  if (total === 0) return 'No changes: no persona is meant.';
  if (create > 0) return `Plan: ${creationSummary(plan, style)}${failedText}.${promoteText}`;
  if (update === 0 && none === 0) return `No changes to show: ${count(failed, 'persona')} failed.`;
  if (update === 0 && promoteText !== '') return `Plan: nothing to update${failedText}.${promoteText}`;
  if (update === 0) {
    const equal =
      failed === 0 && none > 1 ? `all ${none} personas are` : `${count(none, 'persona')} ${none === 1 ? 'is' : 'are'}`;
    const onAir = plan.personas.some(({ promote }) => promote !== null) ? ', on the draft and in production' : '';
    return `No changes: ${equal} as the files say${onAir}${failedText}.`;
  }
  const changes = plan.personas.flatMap((persona) => persona.changes);
  return `Plan: ${update} of ${count(total, 'persona')} to update, ${none} unchanged${failedText}. ${changeCounts(changes)}.${promoteText}`;
}

function creationSummary(plan: Plan, style: Style): string {
  const { create, update, none } = plan.summary;
  const changes = plan.personas.filter(({ action }) => action === 'update').flatMap((persona) => persona.changes);
  const counts = update === 0 ? '' : ` (${changeCounts(changes)})`;
  return `${style.green(`${count(create, 'persona')} to create`)}, ${update} to update${counts}, ${none} unchanged`;
}

export function changeCounts(changes: readonly Change[]): string {
  const immediate = changes.filter((change) => change.plane === 'immediate').length;
  const draft = changes.length - immediate;
  const parts = [
    ...(immediate === 0 ? [] : [`${immediate} on air at once`]),
    ...(draft === 0 ? [] : [`${draft} on the draft`]),
  ];
  return `${count(changes.length, 'change')}: ${parts.join(', ')}`;
}

/** The changes of one persona, by plane, indented by two. */
export function changesByPlane(changes: readonly Change[], style: Style): string[] {
  return (['immediate', 'draft'] as const).flatMap((plane) => {
    const own = changes.filter((change) => change.plane === plane);
    if (own.length === 0) return [];
    return indent([style.cyan(PLANE_TITLE[plane]), ...own.flatMap((change) => indent(changeLines(change, style)))]);
  });
}

export function personaTitle(persona: Pick<PlannedPersona, 'key' | 'name' | 'file'>, style: Style): string {
  const name = persona.name === '' ? '' : `"${visible(persona.name)}" `;
  return `${style.bold(visible(persona.key))} ${style.dim(`${name}${visible(persona.file)}`)}`;
}

/** Changes that several personas share, told once. */
export function alikeText({ keys, files, changes }: Alike, style: Style): string {
  const [first = '', ...others] = wrapList(`${keys.length} personas change alike: `, keys.map(visible));
  return [
    style.bold(first),
    ...others.map((line) => style.bold(line)),
    ...(files.length === 0 ? [] : [style.dim(`  from ${files.map(visible).join(', ')}`)]),
    ...changesByPlane(changes, style),
  ].join('\n');
}

/** The promotes of those that are told nowhere else, since they ship what is told here. */
function promotedAlike({ keys, changes }: Alike, personas: readonly Told[], style: Style): string[] {
  const told = personas.filter((one) => keys.includes(one.persona.key) && !isToldApart(one));
  const shipping = told.map(({ persona }) => persona).filter(({ promote }) => promote?.action === 'promote');
  const drafts = changes.filter(({ plane }) => plane === 'draft');
  if (shipping.length === 0 || drafts.length === 0) return [];
  const whose = shipping.length === keys.length ? '' : ` (${shipping.map(({ key }) => visible(key)).join(', ')})`;
  return indent([
    style.cyan(SHIPPED),
    ...indent([style.dim(`as above: ${drafts.map(({ path }) => fieldLabel(path)).join(', ')}${whose}`)]),
  ]);
}

function isToldApart({ own, persona }: Told): boolean {
  return own.length > 0 || shipsMore(persona);
}

/** Which of a persona's changes were told above, for all that they reach. */
export function alsoLines(also: readonly Change[], style: Style): string[] {
  if (also.length === 0) return [];
  return [`  ${style.dim(`told above, alike in several: ${also.map(({ path }) => fieldLabel(path)).join(', ')}`)}`];
}

interface Told {
  readonly persona: PlannedPersona;
  readonly own: readonly Change[];
  readonly also: readonly Change[];
}

/** What becomes of a persona that is new. */
export const CREATED = 'created in production, so on air at once; there is no draft stage';

function creationText(persona: PlannedPersona, style: Style): string {
  return [
    personaTitle(persona, style),
    `  ${style.green('new')}: ${style.cyan(CREATED)}`,
    ...indent(persona.changes.flatMap((change) => changeLines(change, style))).map((line) => `  ${line}`),
  ].join('\n');
}

function personaText({ persona, own, also }: Told, style: Style): string {
  return [
    personaTitle(persona, style),
    ...indent(editedLines(persona, style)),
    ...changesByPlane(own, style),
    ...alsoLines(also, style),
    ...promoteLines(persona, style),
  ].join('\n');
}
