/**
 * Reads the wanted personas with few requests: fewer than ten by GET each, else list pages of 100 (a page shows both
 * versions in full, so one stands for a hundred GETs), and GET for what the pages did not bring.
 *
 * The list has no total, no cursor and no documented order. A page is asked for only while the last one brought at least
 * one wanted persona, so in the worst case there are twice as many requests as personas, however large the account.
 */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, PersonaReader, ServiceFailure } from '../model/service.ts';

/** From this many personas on, pages are read. */
const WORTH_A_PAGE = 10;
/** The most rows that a page may have (the service's page "List Personas"). */
export const PAGE_SIZE = 100;

export interface ReadOptions {
  /** Fires to ask for nothing more. */
  readonly interrupted: AbortSignal;
  onProgress(found: number): void;
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

async function readPages(
  reader: PersonaReader,
  wanted: ReadonlySet<string>,
  answers: Map<string, Answer<LivePersona>>,
  options: ReadOptions,
): Promise<void> {
  const missing = new Set(wanted);
  for (let page = 1; missing.size >= WORTH_A_PAGE && !options.interrupted.aborted; page += 1) {
    const answer = await reader.list(page, PAGE_SIZE, options.interrupted);
    if (!answer.ok) {
      if (concernsEveryRequest(answer.failure)) for (const id of missing) answers.set(id, answer);
      return;
    }
    const brought = answer.value.personas.filter((persona) => missing.delete(persona.id));
    for (const persona of brought) answers.set(persona.id, { ok: true, value: persona });
    options.onProgress(answers.size);
    if (brought.length === 0 || answer.value.rows < PAGE_SIZE) return;
  }
}

/** A list that says no (404, 400, an odd body) says nothing of the personas: they are asked for singly. */
function concernsEveryRequest({ kind }: ServiceFailure): boolean {
  return kind !== 'not_found' && kind !== 'refused' && kind !== 'unreadable';
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
      options.onProgress(answers.size);
    }),
  );
}
