/**
 * The persona files, judged: each goes its whole way, through every environment that is asked for, before the next is
 * opened. So no more of it has to be held than the caller keeps.
 */
import type { Config } from '../config/load.ts';
import type { PersonaFile } from '../load/discover.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { inTurn } from '../model/in-turn.ts';
import { ownText } from '../model/own-text.ts';
import type { KnownPersona, ResolvedPersona } from '../model/persona.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { type JudgedEnvironment, JudgingEnvironment } from './judge-environment.ts';
import { readFile } from './read-file.ts';

export type NonEmpty<Item> = readonly [Item, ...Item[]];

export interface JudgedFiles<Kept> {
  /** All of them, in order of their keys; `id` as the file itself names it. */
  readonly files: readonly (PersonaFile & { readonly id: string | null })[];
  /** Of the files as they are written. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files as each environment has them, in the order that they were asked for. */
  readonly environments: NonEmpty<JudgedEnvironment<Kept>>;
}

interface JudgeOptions<Kept> {
  /** One for each environment; they differ in nothing else. */
  readonly configs: NonEmpty<Config>;
  readonly cwd: string;
  readonly keyInUse: KeysInUse;
  /** What is held of a persona once it is judged. */
  readonly keep: (persona: ResolvedPersona) => Kept;
}

export async function judgeFiles<Kept extends KnownPersona>(
  found: readonly PersonaFile[],
  { configs, cwd, keyInUse, keep }: JudgeOptions<Kept>,
): Promise<JudgedFiles<Kept>> {
  const open = (config: Config): Promise<JudgingEnvironment<Kept>> =>
    JudgingEnvironment.open(config, { cwd, keyInUse, keep });
  const [config, ...further] = configs;
  const first = await open(config);
  const others = await inTurn(further, open);
  const judged = await inTurn(found, async (file) => {
    const { parsed, ...read } = await readFile(file, config.allowed, keyInUse);
    for (const environment of [first, ...others]) await environment.judge(read);
    parsed.places.forget();
    const id = parsed.value?.id;
    return { file: { ...file, id: typeof id === 'string' ? ownText(id) : null }, diagnostics: read.diagnostics };
  });
  const files = judged.map(({ file }) => file);
  return {
    files,
    diagnostics: judged.flatMap(({ diagnostics }) => diagnostics),
    environments: [first.end(files), ...others.map((other) => other.end(files))],
  };
}
