/**
 * Reads the wanted personas with few requests: five and fewer by GET each, else list pages of 100 (a page shows both
 * versions in full, so one stands for a hundred GETs), and GET for what the pages did not bring.
 *
 * The list has no total, no cursor and no documented order. The pages that the wanted personas would fill by themselves
 * are asked for side by side; no other page is begun once one brought no wanted persona. So in the worst case there are
 * twice as many requests as personas, and the few pages that were under way by then, however large the account.
 */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, PersonaReader, ServiceFailure } from '../model/service.ts';

/** From this many personas on, pages are read: one more than an account may ask for in a second, unless it is told otherwise. */
const WORTH_A_PAGE = 6;
/** So many are asked for singly also where the list fails. */
const FEW = 9;
/** The most rows that a page may have (the service's page "List Personas"). */
export const PAGE_SIZE = 100;

export interface ReadOptions {
  /** Fires to ask for nothing more. */
  readonly interrupted: AbortSignal;
  /** `id`: the persona that was read last. */
  onProgress(found: number, id: string | null): void;
}

/**
 * Each wanted id → the service's answer for it. All are asked for at once: the connection's limiter decides when each is
 * sent. After 401 or 403 it sends nothing more, and the rest carry that answer.
 */
export async function readPersonas(
  reader: PersonaReader,
  ids: readonly string[],
  options: ReadOptions,
): Promise<ReadonlyMap<string, Answer<LivePersona>>> {
  const wanted = new Set(ids);
  const answers = new Map<string, Answer<LivePersona>>();
  if (wanted.size >= WORTH_A_PAGE) await readPages(reader, wanted, answers, options);
  await readSingly(reader, wanted, answers, options);
  return answers;
}

/**
 * The pages that the wanted personas would fill by themselves are asked for together, those after them one by one. As soon
 * as a page shows that the next is not worth it, those that were not sent yet are called off.
 */
async function readPages(
  reader: PersonaReader,
  wanted: ReadonlySet<string>,
  answers: Map<string, Answer<LivePersona>>,
  options: ReadOptions,
): Promise<void> {
  const missing = new Set(wanted);
  const enough = new AbortController();
  const calledOff = AbortSignal.any([options.interrupted, enough.signal]);
  const readPage = async (page: number): Promise<void> => {
    const answer = await reader.list(page, PAGE_SIZE, calledOff);
    if (!answer.ok) {
      const isOurs = answer.failure.kind === 'unsent' && !options.interrupted.aborted;
      if (!isOurs && isFinal(answer.failure, wanted.size)) for (const id of missing) answers.set(id, answer);
      enough.abort();
      return;
    }
    const brought = answer.value.personas.filter((persona) => missing.delete(persona.id));
    for (const persona of brought) answers.set(persona.id, { ok: true, value: persona });
    options.onProgress(wanted.size - missing.size, brought.at(-1)?.id ?? null);
    const isLast = brought.length === 0 || answer.value.rows < PAGE_SIZE || missing.size < WORTH_A_PAGE;
    if (isLast) enough.abort();
  };
  const ahead = Math.ceil(wanted.size / PAGE_SIZE);
  await Promise.all(Array.from({ length: ahead }, (_, at) => readPage(at + 1)));
  for (let page = ahead + 1; !calledOff.aborted; page += 1) await readPage(page);
}

/**
 * A list that says no (404, 400, an odd body) says nothing of the personas: they are asked for singly, and a few are also
 * where it fails otherwise. More would each wait for what the list has waited for.
 */
function isFinal({ kind }: ServiceFailure, wanted: number): boolean {
  return wanted > FEW && kind !== 'not_found' && kind !== 'refused' && kind !== 'unreadable';
}

async function readSingly(
  reader: PersonaReader,
  wanted: ReadonlySet<string>,
  answers: Map<string, Answer<LivePersona>>,
  options: ReadOptions,
): Promise<void> {
  const missing = [...wanted].filter((id) => !answers.has(id));
  await Promise.all(
    missing.map(async (id) => {
      answers.set(id, await reader.get(id, options.interrupted));
      options.onProgress(answers.size, id);
    }),
  );
}
