/**
 * Reads every persona of the account, page by page: for what is asked by name or phone number, or of all personas. The list
 * has no total and no cursor: it ends with a page that is not full, or that brings nothing new.
 */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, PersonaReader } from '../model/service.ts';
import { PAGE_SIZE, type ReadOptions } from './read.ts';

/** In the order of the list, each once. A row without its versions is read singly; a page that fails is the answer. */
export async function readAccount(
  reader: PersonaReader,
  { interrupted, onProgress }: ReadOptions,
): Promise<Answer<readonly LivePersona[]>> {
  const found = new Map<string, LivePersona | null>();
  for (let page = 1; ; page += 1) {
    const answer = await reader.list(page, PAGE_SIZE, interrupted);
    if (!answer.ok) return answer;
    const { personas, incomplete, rows } = answer.value;
    const before = found.size;
    for (const persona of personas) found.set(persona.id, persona);
    for (const id of incomplete) if (!found.has(id)) found.set(id, null);
    onProgress(found.size, personas.at(-1)?.id ?? null);
    if (rows < PAGE_SIZE || found.size === before) return completed(reader, found, interrupted);
  }
}

async function completed(
  reader: PersonaReader,
  found: ReadonlyMap<string, LivePersona | null>,
  interrupted: AbortSignal,
): Promise<Answer<readonly LivePersona[]>> {
  const read = await Promise.all(
    [...found].map(([id, persona]) =>
      persona === null ? reader.get(id, interrupted) : ({ ok: true, value: persona } as const),
    ),
  );
  const failed = read.find((answer) => !answer.ok && answer.failure.kind !== 'not_found');
  if (failed !== undefined && !failed.ok) return failed;
  return { ok: true, value: read.flatMap((answer) => (answer.ok ? [answer.value] : [])) };
}
