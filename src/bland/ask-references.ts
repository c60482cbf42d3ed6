/**
 * Asks the account whether what personas refer to is there, each distinct id once.
 *
 * An id is asked for by itself: its 404 is a definite answer, where a list may have more pages than it shows. But 404 is also
 * what a service says that does not know the path at all; so it counts only where another id of the kind was found, or where
 * the kind's list can be read. That list then tells what there is instead, too. Whatever else comes is `unknown`.
 */
import type { JsonValue } from '../model/json.ts';
import { type Reference, type ReferenceAnswer, referenceKey } from '../model/reference.ts';
import { type Answer, describeFailure, type ReferenceReader, type ServiceFailure } from '../model/service.ts';
import { askPathwayParts } from './ask-pathway-parts.ts';
import { idsOf, isAbout, nameOf, rowsIn, thingIn } from './reference-shapes.ts';

export interface AskOptions {
  /** Fires to ask for nothing more. */
  readonly interrupted: AbortSignal;
}

export type Asker = (path: string) => Promise<Answer<JsonValue>>;

/** By `referenceKey`. The version and the node of a pathway that is missing are not asked for, and not in it. */
export async function askReferences(
  reader: ReferenceReader,
  references: readonly Reference[],
  { interrupted }: AskOptions,
): Promise<ReadonlyMap<string, ReferenceAnswer>> {
  const ask: Asker = (path) => reader.read(path, interrupted);
  const ofKind = (kind: Reference['kind']): Reference[] => references.filter((one) => one.kind === kind);
  const [voices, bases, tools, pathways] = await Promise.all([
    askKind(ask, idsIn(ofKind('voice')), VOICES),
    askBases(ask, idsIn(ofKind('knowledge_base'))),
    askTools(ask, idsIn(ofKind('tool'))),
    askKind(ask, idsIn(ofKind('pathway')), PATHWAYS),
  ]);
  const things = { voice: voices, knowledge_base: bases, tool: tools, pathway: pathways };
  const alone = references.flatMap((one) => {
    const { kind } = one;
    const answer = kind === 'pathway_version' || kind === 'start_node' ? undefined : things[kind].get(one.id);
    return answer === undefined ? [] : [[referenceKey(one), answer] as const];
  });
  const parts = [...ofKind('pathway_version'), ...ofKind('start_node')];
  return new Map([...alone, ...(await askPathwayParts(ask, parts, pathways))]);
}

function idsIn(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ id }) => id))];
}

/** The pages of a kind. */
interface Pages {
  one(id: string): string;
  readonly list: string;
  /** Under which names an answer may stand, of one and of many. */
  readonly names: { readonly one: readonly string[]; readonly many: readonly string[] };
}

const VOICES: Pages = {
  one: (id) => `/v1/voices/${encodeURIComponent(id)}`,
  list: '/v1/voices',
  names: { one: ['voice'], many: ['voices'] },
};

const PATHWAYS: Pages = {
  one: (id) => `/v1/pathway/${encodeURIComponent(id)}`,
  list: '/v1/pathway',
  names: { one: ['pathway'], many: ['pathways'] },
};

const BASES: Pages = {
  one: (id) => `/v1/knowledge/${encodeURIComponent(id)}`,
  list: '/v1/knowledge?page=1&limit=100',
  names: { one: ['kb', 'knowledge_base', 'knowledge'], many: ['kbs', 'knowledge_bases'] },
};

type Answers = ReadonlyMap<string, ReferenceAnswer>;

/** From this many on one page of the list is asked for first. */
const WORTH_A_PAGE = 10;

async function askBases(ask: Asker, ids: readonly string[]): Promise<Answers> {
  if (ids.length < WORTH_A_PAGE) return askKind(ask, ids, BASES);
  const list = await ask(BASES.list);
  const listed = list.ok ? (rowsIn(list.value, BASES.names.many) ?? []) : [];
  const names = new Map(listed.flatMap((row) => idsOf(row).map((id) => [id, nameOf(row)] as const)));
  const known = ids.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [[id, found(name)] as const];
  });
  const missing = ids.filter((id) => !names.has(id));
  return new Map([...known, ...(await askKind(ask, missing, BASES))]);
}

/** No page says that the list is complete, or what a tool of a persona may be: what is not in it is unknown. */
async function askTools(ask: Asker, ids: readonly string[]): Promise<Answers> {
  if (ids.length === 0) return new Map();
  const list = await ask('/v1/tools');
  const rows = list.ok ? rowsIn(list.value, ['tools']) : null;
  const absent = 'the list of tools does not have it, but may not have all';
  const why = list.ok ? (rows === null ? ODD : absent) : describeFailure(list.failure);
  return new Map(
    ids.map((id) => {
      const row = rows?.find((one) => idsOf(one).includes(id));
      return [id, row === undefined ? unknown(why) : found(nameOf(row))];
    }),
  );
}

async function askKind(ask: Asker, ids: readonly string[], pages: Pages): Promise<Answers> {
  const answers = await askSingly(ask, ids, pages);
  const judged = new Map([...answers].map(([id, answer]) => [id, judge(id, answer, pages)]));
  const absent = [...judged].filter(([, one]) => one === null).map(([id]) => id);
  if (absent.length === 0) return withoutNulls(judged);
  const list = await ask(pages.list);
  const rows = list.ok ? rowsIn(list.value, pages.names.many) : null;
  const isKnownPath = rows !== null || [...judged.values()].some((one) => one?.status === 'found');
  const why = `404 for each id, and their list cannot be read: ${list.ok ? ODD : describeFailure(list.failure)}`;
  const instead = (rows ?? []).flatMap((row) => [...idsOf(row), nameOf(row)].filter((text) => text !== null));
  const settle = (id: string): ReferenceAnswer => {
    const row = rows?.find((one) => idsOf(one).length > 0 && isAbout(one, id));
    if (row !== undefined) return found(nameOf(row));
    return isKnownPath ? { status: 'missing', name: null, why: null, instead } : unknown(why);
  };
  return new Map([...withoutNulls(judged), ...absent.map((id) => [id, settle(id)] as const)]);
}

function withoutNulls(judged: ReadonlyMap<string, ReferenceAnswer | null>): Map<string, ReferenceAnswer> {
  return new Map([...judged].flatMap(([id, answer]) => (answer === null ? [] : [[id, answer]])));
}

/** The first goes ahead: where it meets a service that cannot answer, the others are not asked in vain. */
async function askSingly(
  ask: Asker,
  [first, ...others]: readonly string[],
  pages: Pages,
): Promise<ReadonlyMap<string, Answer<JsonValue>>> {
  if (first === undefined) return new Map();
  const answer = await ask(pages.one(first));
  const isInVain = !answer.ok && concernsAll(answer.failure);
  const rest = others.map(async (id) => [id, isInVain ? answer : await ask(pages.one(id))] as const);
  return new Map([[first, answer], ...(await Promise.all(rest))]);
}

function concernsAll({ kind, status }: ServiceFailure): boolean {
  const isDenied = status === 401 || status === 403;
  return isDenied || !(kind === 'not_found' || kind === 'refused' || kind === 'unreadable');
}

/** Null for a 404. */
function judge(id: string, answer: Answer<JsonValue>, { names }: Pages): ReferenceAnswer | null {
  if (!answer.ok) return saysNotFound(answer.failure) ? null : unknown(describeFailure(answer.failure));
  const thing = thingIn(answer.value, names.one);
  if (thing === null) return unknown(ODD);
  return isAbout(thing, id) ? found(nameOf(thing)) : unknown('the answer is about another one');
}

/** By its status, else by its code: `VOICE_NOT_FOUND` under 400 or 200. */
export function saysNotFound({ kind, code }: ServiceFailure): boolean {
  return kind === 'not_found' || (kind !== 'server' && code?.endsWith('_NOT_FOUND') === true);
}

export const ODD = 'the answer has no shape that is known';

export function found(name: string | null): ReferenceAnswer {
  return { status: 'found', name, why: null, instead: [] };
}

export function unknown(why: string): ReferenceAnswer {
  return { status: 'unknown', name: null, why, instead: [] };
}
