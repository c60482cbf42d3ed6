/**
 * Somebody else who edits in the dashboard while a run is under way, and what must then be live and reported. The edit
 * is made when request `at` has come in and before it is processed, so it is known what each request showed.
 */
import type { Fault } from '../../src/emulator/faults.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { OutcomeStatus } from '../../src/model/outcome.ts';
import { type Content, contentOf, edited, rightBody, sameContent, written } from './content.ts';
import { differingFields, isAsDesired, unmanagedLosses } from './meaning.ts';
import { reportIn } from './report.ts';
import { APPLY, JSON_FORMAT, ONE_BY_ONE, type Position } from './scenario.ts';
import type { Member } from './situation.ts';
import type { Run, Stage } from './stage.ts';

export interface Edit {
  readonly name: string;
  /** True where the fresh look finds it on another account than the plan's. */
  readonly movesAway?: true;
  /** Null where it means nothing for this persona. */
  make(member: Member, live: Content): ((stage: Stage) => void) | null;
}

const flat =
  (fields: JsonObject) =>
  (member: Member) =>
  (stage: Stage): void =>
    stage.emulator.store.edit(member.id, fields);

function settingsOf(live: Content): JsonObject {
  const config = edited(live).call_config;
  return typeof config === 'object' && config !== null && !Array.isArray(config) ? Object(config) : {};
}

/** A field that the plan writes, to a third value. */
const PLANNED: Readonly<Record<string, (live: Content) => JsonObject>> = {
  'p-billing': () => ({ role: 'Edited role' }),
  'p-support': (live) => ({ call_config: { ...settingsOf(live), voice: 'Edited' } }),
  'p-sales': () => ({ tags: ['edited'] }),
  'p-night': (live) => ({ pathway_conditions: rowsOf(live).map((row) => ({ ...row, prompt: 'Edited' })) }),
  'p-vip': () => ({ name: 'Edited name' }),
  'p-same-1': () => ({ role: 'Edited role' }),
};
/** A field that the file names and the plan does not write. */
const MANAGED: Readonly<Record<string, (live: Content) => JsonObject>> = {
  'p-billing': () => ({ name: 'Edited name' }),
  'p-support': () => ({ kb_ids: ['kb_edited'] }),
  'p-sales': () => ({ name: 'Edited name' }),
  'p-night': () => ({ personality_prompt: 'Edited prompt' }),
  'p-vip': () => ({ role: 'Edited role' }),
  'p-same-1': (live) => ({ call_config: { ...settingsOf(live), voice: 'Edited' } }),
};

function rowsOf(live: Content): JsonObject[] {
  const rows: JsonValue = edited(live).pathway_conditions ?? null;
  return Array.isArray(rows) ? rows.map((row: JsonValue) => Object(row)) : [];
}

/** An edit that puts a third value into a field which the plan writes, and which `undo` would put back. */
export function editWritten(member: Member, live: Content): JsonObject {
  return PLANNED[member.id]?.(live) ?? {};
}

export const EDITS: readonly Edit[] = [
  { name: 'a field that is being written', make: (member, live) => flat(editWritten(member, live))(member) },
  { name: 'another managed field', make: (member, live) => flat(MANAGED[member.id]?.(live) ?? {})(member) },
  {
    name: 'the very same change',
    make: (member, live) =>
      member.body === null ? null : flat(rightBody(member, live, Object.keys(member.body)))(member),
  },
  {
    name: 'an unmanaged field of the root',
    make: (member) =>
      flat(Object.hasOwn(member.set, 'description') ? { tags: ['edited'] } : { description: 'Edited' })(member),
  },
  { name: 'an unmanaged field of the draft', make: flat({ webhook: 'https://edited.example.com' }) },
  {
    name: 'an unmanaged call setting',
    make: (member, live) =>
      member.set.call_config === null
        ? null
        : flat({ call_config: { ...settingsOf(live), background_track: 'edited', newly: [1] } })(member),
  },
  {
    name: 'an undocumented key of a routing row',
    make: (member, live) =>
      member.id === 'p-night'
        ? flat({ pathway_conditions: rowsOf(live).map((row) => ({ ...row, priority: 77 })) })(member)
        : null,
  },
  { name: 'a deletion', make: (member) => (stage) => void stage.emulator.store.delete(member.id) },
  {
    name: 'a promotion',
    make: (member, live) => (live.draft === null ? null : (stage) => void stage.emulator.store.promote(member.id)),
  },
  {
    name: 'a tag that makes it a twin',
    make: (member) => (stage) => stage.emulator.store.edit(member.id, { root: { tags: ['v2-agent:7'] } }),
  },
  {
    name: 'another account',
    movesAway: true,
    make: (member) => (stage) => stage.emulator.store.edit(member.id, { root: { user_id: 'another-account' } }),
  },
];

export interface EditedRun {
  readonly run: Run;
  /** The persona just before and just after the edit. */
  readonly from: Content;
  readonly to: Content;
}

/** Runs apply one by one, and edits at request `at`. Null where the edit means nothing there. */
export async function runWithEdit(
  stage: Stage,
  member: Member,
  edit: Edit,
  at: number,
  faults: readonly Fault[] = [],
): Promise<EditedRun | null> {
  const look = (): Content => contentOf(stage.emulator.store.snapshot(member.id));
  let [from, to] = [look(), look()];
  let isMeant = false;
  const run = await stage.run([...APPLY, ...JSON_FORMAT, ...ONE_BY_ONE], {
    faults,
    onArrival: (number) => {
      if (number !== at) return;
      from = look();
      const change = edit.make(member, from);
      change?.(stage);
      isMeant = change !== null;
      to = look();
    },
  });
  return isMeant ? { run, from, to } : null;
}

interface Expected {
  readonly status: OutcomeStatus;
  readonly live: Content;
}

/** What must have become of the edited persona. `positions`: those of a clean run. */
export function expectedAfterEdit(
  member: Member,
  edit: Edit,
  { from, to }: EditedRun,
  at: number,
  positions: readonly Position[],
): Expected {
  const own = positions.filter(({ persona }) => persona === member.id);
  const fresh = own.find(({ phase }) => phase === 'fresh')?.number;
  const write = own.find(({ phase }) => phase === 'write')?.number;
  if (at === 1) return seenByPlan(member, to);
  if (fresh === undefined || write === undefined) return { status: 'unchanged', live: to };
  if (at <= fresh && edit.movesAway) return { status: 'failed', live: to };
  if (at <= fresh) return seenByFreshLook(member, from, to);
  if (at <= write) return intoTheWindow(member, from, to);
  return { status: 'applied', live: to };
}

/** The plan showed it: it is judged, and written, like anything else that is live. */
function seenByPlan(member: Member, to: Content): Expected {
  if (isOut(to)) return { status: 'failed', live: to };
  const fields = differingFields(member, to);
  return fields.length === 0
    ? { status: 'unchanged', live: to }
    : { status: 'applied', live: written(to, rightBody(member, to, fields)) };
}

/** Held where a managed field moved, so that it stays as it is; else written around the edit. */
function seenByFreshLook(member: Member, from: Content, to: Content): Expected {
  if (isOut(to)) return { status: 'failed', live: to };
  if (isAsDesired(member, to)) return { status: 'unchanged', live: to };
  if (!sameManaged(member, from, to)) return { status: 'held', live: to };
  return { status: 'applied', live: written(to, rightBody(member, to, fieldsOf(member))) };
}

/**
 * The one window that is left (README, "What you can rely on"): the body was made before the edit. It may cost what the
 * body holds (the fields that are written, and what nobody manages inside them), and nothing else; what it cannot hide
 * is reported.
 */
function intoTheWindow(member: Member, from: Content, to: Content): Expected {
  if (to.root.deleted_at !== null) return { status: 'failed', live: to };
  const live = written(to, rightBody(member, from, fieldsOf(member)));
  const isShown = !isTwin(live) && isAsDesired(member, live) && unmanagedLosses(member, from, live).length === 0;
  return { status: isShown ? 'applied' : 'unverified', live };
}

/** The edit came while our write was lost, and the look that settles it shows it: nothing is written over it. */
export function expectedAfterLostWrite(member: Member, { from, to }: EditedRun, wasDone: boolean): Expected {
  if (isOut(to)) return { status: 'unknown', live: to };
  if (wasDone)
    return { status: isAsDesired(member, to) && !loses(member, from, to) ? 'applied' : 'unverified', live: to };
  if (isAsDesired(member, to)) return { status: loses(member, from, to) ? 'unverified' : 'applied', live: to };
  return seenByFreshLook(member, from, to);
}

function loses(member: Member, from: Content, to: Content): boolean {
  return unmanagedLosses(member, from, to).length > 0;
}

function isOut(content: Content): boolean {
  return content.root.deleted_at !== null || isTwin(content);
}

function isTwin({ root }: Content): boolean {
  return Array.isArray(root.tags) && root.tags.some((tag: JsonValue) => String(tag).startsWith('v2-agent:'));
}

function fieldsOf(member: Member): string[] {
  return Object.keys(member.body ?? {}).filter((field) => field !== 'name' || member.id === 'p-vip');
}

function sameManaged(member: Member, one: Content, other: Content): boolean {
  const asMember = { ...member, set: managedOf(member, one) };
  return differingFields(asMember, other).length === 0;
}

/** The managed fields as this content shows them. */
function managedOf(member: Member, content: Content): JsonObject {
  return Object.fromEntries(
    Object.entries(member.set).map(([field, wanted]) => {
      const part = ['name', 'role', 'description', 'tags', 'image_url'].includes(field)
        ? content.root
        : edited(content);
      const live = part[field] ?? null;
      if (field !== 'call_config' || wanted === null) return [field, live];
      const keys = Object.keys(Object(wanted)).map((key) => [key, Object(live)[key] ?? null]);
      return [field, Object.fromEntries(keys)];
    }),
  );
}

/** Everything as expected, of the edited persona and of all others. */
export function wrongAfterEdit(
  members: readonly Member[],
  member: Member,
  played: EditedRun,
  expected: Expected,
): string[] {
  const { run } = played;
  const outcomes = reportIn(run)?.outcomes ?? [];
  const own = outcomes.find(({ id }) => id === member.id)?.status;
  const now = run.after.get(member.id);
  // The first fresh look decides for the whole run whether the key is for the right account.
  const isRefused = reportIn(run)?.stopped === 'wrong_account';
  const others = members.filter(
    (other) => other.id !== member.id && !(isRefused ? isUntouched(other, run) : isDone(other, run)),
  );
  return [
    ...(own === expected.status ? [] : [`it is said to be ${own}, not ${expected.status}`]),
    ...(now !== undefined && sameContent(now, expected.live) ? [] : ['what is live is not what must be']),
    ...others.map(({ key }) => `${key} suffered from it`),
  ];
}

function isUntouched({ id }: Member, run: Run): boolean {
  const [old, now] = [run.before.get(id), run.after.get(id)];
  return old !== undefined && now !== undefined && sameContent(old, now);
}

function isDone(member: Member, run: Run): boolean {
  const now = run.after.get(member.id);
  const old = run.before.get(member.id);
  if (now === undefined || old === undefined) return false;
  return sameContent(now, member.body === null ? old : written(old, member.body));
}
