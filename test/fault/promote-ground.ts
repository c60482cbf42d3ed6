/**
 * The personas that promotes are tried on, what production may be after a run, and what must hold of every promote. As in
 * `situation`, what is right is written out by hand.
 */
import { stringify } from 'yaml';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import { GUARD_NAMES } from '../../src/model/guard.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { type Content, sameJson } from './content.ts';
import { documentOf } from './report.ts';
import type { Situation } from './situation.ts';
import type { Run, Seen, Stage } from './stage.ts';

export interface PromotedMember {
  readonly key: string;
  readonly id: string;
  readonly file: JsonObject;
  readonly live: SeedPersona;
  /** Draft fields that the update writes; null where it writes none. */
  readonly written: JsonObject | null;
  /** What production has then that it had not; null where it is not to be promoted. */
  readonly shipped: JsonObject | null;
}

const SETTINGS: JsonObject = { voice: 'Karl', background_track: 'low', memory: { on: true } };
const UNMANAGED: JsonObject = { webhook: 'https://hooks.example.com/a', skills: [{ id: 's-1' }] };
const [OLD, NEW] = ['You help callers.', 'You help callers.\nAsk for the order number first.'];

/** What somebody left in the draft, and no file says. */
export const LEFT_OVER = 'https://hooks.example.com/LEFT-OVER';

export const MEMBERS: readonly PromotedMember[] = [
  {
    key: 'both',
    id: 'p-both',
    file: { name: 'Both', role: 'Desk', personality_prompt: NEW, call_config: { voice: 'June' } },
    live: { id: 'p-both', name: 'Both', role: 'Old', personality_prompt: OLD, call_config: SETTINGS, ...UNMANAGED },
    written: { personality_prompt: NEW, call_config: { ...SETTINGS, voice: 'June' } },
    shipped: { personality_prompt: NEW, call_config: { ...SETTINGS, voice: 'June' } },
  },
  {
    key: 'even',
    id: 'p-even',
    file: { name: 'Even', personality_prompt: NEW },
    live: { id: 'p-even', name: 'Even', personality_prompt: `${NEW}\n`, ...UNMANAGED },
    written: null,
    shipped: null,
  },
  {
    key: 'foreign',
    id: 'p-foreign',
    file: { name: 'Foreign', personality_prompt: NEW },
    live: { id: 'p-foreign', name: 'Foreign', personality_prompt: OLD, ...UNMANAGED, draft: { webhook: LEFT_OVER } },
    written: { personality_prompt: NEW },
    shipped: null,
  },
  {
    key: 'lone',
    id: 'p-lone',
    file: { name: 'Lone', call_config: { voice: 'June' } },
    live: { id: 'p-lone', name: 'Lone', personality_prompt: OLD, call_config: SETTINGS, ...UNMANAGED, draft: null },
    written: { call_config: { ...SETTINGS, voice: 'June' } },
    shipped: { call_config: { ...SETTINGS, voice: 'June' } },
  },
  {
    key: 'waiting',
    id: 'p-waiting',
    file: { name: 'Waiting', personality_prompt: NEW },
    live: {
      id: 'p-waiting',
      name: 'Waiting',
      personality_prompt: NEW,
      ...UNMANAGED,
      production: { personality_prompt: OLD },
    },
    written: null,
    shipped: { personality_prompt: NEW },
  },
];

/** For `stage`, which looks at nothing but keys, files and what is live. */
export const PROMOTED: Situation = {
  name: '5 personas to promote',
  members: MEMBERS.map(({ key, id, file, live }) => ({ key, id, file, live, set: file, body: null, undo: null })),
  files: Object.fromEntries(MEMBERS.map(({ key, id, file }) => [`personas/${key}.yaml`, stringify({ id, ...file })])),
};

/** All risks are meant but that one. */
export const ALLOW_ALL_BUT_FOREIGN: readonly string[] = [
  '--allow',
  GUARD_NAMES.filter((name) => name !== 'foreign').join(','),
];

/** How many production versions each persona has had. */
export function minted(stage: Stage): ReadonlyMap<string, number> {
  return new Map(
    MEMBERS.map(({ id }) => {
      const all = stage.emulator.store.versions(id);
      return [id, all.ok ? all.value.filter((version) => version.version_type !== 'draft').length : 0];
    }),
  );
}

function isPromote({ method, path }: Pick<Seen, 'method' | 'path'>): boolean {
  return method === 'POST' && path.endsWith('/versions/promote');
}

export function promotesOf(run: Run, id: string): readonly Seen[] {
  return run.requests.filter((request) => isPromote(request) && request.persona === id);
}

function contentOf(contents: Run['before'], { id }: PromotedMember): Content {
  const content = contents.get(id);
  if (content === undefined) throw new Error(`the emulator holds no ${id}`);
  return content;
}

/** The personas as the plan saw them: at their first request. */
export function asPlanned(run: Run): Run['before'] {
  const first = MEMBERS.map(({ id }) => [id, run.requests.find(({ persona }) => persona === id)?.at ?? null] as const);
  return new Map([...run.before, ...first.flatMap(([id, at]) => (at === null ? [] : [[id, at] as const]))]);
}

/** Where nobody else writes: production is as it was, or exactly as the plan showed. */
export function productionIsOldOrNew(start: Run['before'], run: Run): string[] {
  return MEMBERS.flatMap((member) => {
    const [old, now] = [contentOf(start, member).production, contentOf(run.after, member).production];
    const isNew = member.shipped !== null && sameJson(now, { ...old, ...member.shipped });
    return sameJson(now, old) || isNew ? [] : [`production of ${member.key} is neither as it was nor as planned`];
  });
}

/**
 * Every promote rests on a GET of this run just before, which showed the planned draft and the old production; it is
 * announced in the journal; and it is for a persona that may be promoted.
 */
export function promotesWereShown(start: Run['before'], run: Run): string[] {
  return run.requests.flatMap((request, index) => {
    if (!isPromote(request)) return [];
    const member = MEMBERS.find(({ id }) => id === request.persona);
    if (member === undefined || member.shipped === null)
      return [`a promote of ${request.persona}, which nothing allows`];
    const look = run.requests.slice(0, index).findLast(({ persona }) => persona === member.id);
    const shown = look?.method === 'GET' ? look.at : null;
    if (shown === null) return [`${member.key}: a promote without a look just before`];
    const old = contentOf(start, member);
    const planned = { ...(old.draft ?? old.production), ...member.shipped };
    return [
      ...(sameJson(shown.draft, planned)
        ? []
        : [`${member.key}: promoted, but the look did not show the planned draft`]),
      ...(sameJson(shown.production, old.production) ? [] : [`${member.key}: promoted, but production had moved`]),
      ...(isAnnounced(run, member.id) ? [] : [`${member.key}: a promote that no journal announces`]),
    ];
  });
}

function isAnnounced({ journals }: Run, id: string): boolean {
  const lines = journals.join('').split('\n');
  return lines.some((line) => line.startsWith('{"type":"promote"') && line.includes(`"id":"${id}"`));
}

type Told = Pick<Outcome, 'id' | 'key' | 'action' | 'status' | 'reason'>;

export function outcomesOf(run: Run): readonly Told[] {
  return documentOf(run)?.outcomes ?? [];
}

export function promoteOutcome(run: Run, id: string): Told | null {
  return outcomesOf(run).find((outcome) => outcome.id === id && outcome.action === 'promote') ?? null;
}

/** What the report says of promotes, held against what is stored. `edited`: personas that somebody else wrote. */
export function promoteReportIsTrue(run: Run, edited: ReadonlySet<string> = new Set()): string[] {
  if (documentOf(run) === null) return ['there is no report'];
  const lies = MEMBERS.flatMap((member) => {
    const told = promoteOutcome(run, member.id);
    if (told === null) return promotesOf(run, member.id).length > 0 ? [`the promote of ${member.key} is not told`] : [];
    return edited.has(member.id) || isTrue(told, member, run)
      ? []
      : [`the promote of ${member.key} is not ${told.status}`];
  });
  const isWell = outcomesOf(run).every(({ status }) => status === 'applied' || status === 'unchanged');
  const wrote = run.requests.some(({ method }) => method !== 'GET');
  const right = run.exit === 130 || run.exit === (isWell ? 0 : 4) || (run.exit === 1 && !wrote);
  return right ? lies : [...lies, `exit ${run.exit}`];
}

function isTrue({ status }: Told, member: PromotedMember, run: Run): boolean {
  const [old, now] = [contentOf(run.before, member), contentOf(run.after, member)];
  const isUntouched = sameJson(now.production, old.production);
  const isShipped = sameJson(now.production, { ...old.production, ...member.shipped });
  switch (status) {
    case 'applied':
      return isShipped && promotesOf(run, member.id).length > 0;
    case 'unchanged':
      return isShipped && promotesOf(run, member.id).length === 0;
    case 'held':
    case 'failed':
    case 'not_attempted':
      return isUntouched;
    case 'unverified':
    case 'unknown':
      return run.requests.findLast(({ persona }) => persona === member.id)?.fault !== null || wasStopped(run);
    default:
      return status satisfies never;
  }
}

/** After a refused key no look is left that could settle anything. */
function wasStopped(run: Run): boolean {
  return documentOf(run)?.error?.code === 'unauthorized';
}

/** A run again, undisturbed: all is shipped that may be, each draft once, whatever came before. */
export function promotesConverged(start: Run['before'], rerun: Run, counts: Counts): string[] {
  const held =
    rerun.exit === 4 && outcomesOf(rerun).every(isAsClean) ? [] : [`the rerun ended with exit ${rerun.exit}`];
  const wrong = MEMBERS.flatMap((member) => {
    const [old, now] = [contentOf(start, member), contentOf(rerun.after, member)];
    const production = { ...old.production, ...member.shipped };
    const draft = { ...(old.draft ?? old.production), ...member.written };
    const more = (counts.after.get(member.id) ?? 0) - (counts.before.get(member.id) ?? 0);
    const wanted = member.shipped === null ? 0 : 1;
    return [
      ...(sameJson(now.production, production) ? [] : [`the rerun left production of ${member.key} otherwise`]),
      ...(sameJson(now.draft, draft) ? [] : [`the rerun left the draft of ${member.key} otherwise`]),
      ...(more === wanted ? [] : [`${more} versions of ${member.key} were minted, not ${wanted}`]),
    ];
  });
  return [...held, ...wrong];
}

function isAsClean({ id, action, status }: Told): boolean {
  if (id === 'p-foreign' && action === 'promote') return status === 'held';
  return status === 'applied' || status === 'unchanged';
}

export interface Counts {
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}

/** Personas whose production has this value in any field: what nobody allowed to be shipped. */
export function shippedAll(contents: Run['after'], value: JsonValue): string[] {
  return [...contents].flatMap(([id, { production }]) =>
    Object.values(production ?? {}).some((field) => sameJson(field, value)) ? [id] : [],
  );
}
