/**
 * The live side of a project: personas by id and, where a file has none, all of the account, since its name may be live
 * already. One reading of the account then serves for the ids too.
 */
import type { LivePersona } from '../model/persona.ts';
import type { Answer, PersonaReader } from '../model/service.ts';
import { type ReadOptions, readPersonas } from './read.ts';
import { readAccount } from './read-account.ts';

export interface ReadWanted {
  readonly byId: ReadonlyMap<string, Answer<LivePersona>>;
  /** Null where it was not asked for. */
  readonly account: Answer<readonly LivePersona[]> | null;
}

export async function readWanted(
  reader: PersonaReader,
  wanted: { readonly ids: readonly string[]; readonly wholeAccount: boolean },
  options: ReadOptions,
): Promise<ReadWanted> {
  if (!wanted.wholeAccount) return { byId: await readPersonas(reader, wanted.ids, options), account: null };
  const account = await readAccount(reader, options);
  const listed = new Map((account.ok ? account.value : []).map((persona) => [persona.id, persona]));
  const found = wanted.ids.flatMap((id) => listed.get(id) ?? []);
  const missing = wanted.ids.filter((id) => !listed.has(id));
  const rest = await readPersonas(reader, missing, {
    ...options,
    onProgress: (number, id) => options.onProgress(found.length + number, id),
  });
  return { byId: new Map([...rest, ...found.map((value) => [value.id, { ok: true, value }] as const)]), account };
}
