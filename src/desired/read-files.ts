/** The persona files as they are written: found, parsed, searched for keys, judged by their schema. The same for every environment. */
import type { Config } from '../config/load.ts';
import { discover } from '../load/discover.ts';
import { findKeysInYaml } from '../load/key-shapes.ts';
import { type ParsedPersona, parsePersonaFile } from '../load/parse.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { AllowedFields } from '../model/fields.ts';
import type { JsonObject } from '../model/json.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { validatePersona } from '../validate/persona.ts';
import { inTurn } from './in-turn.ts';

/** A file that can be resolved; it may still be invalid. */
export type ReadableFile = ParsedPersona & { readonly value: JsonObject };

export interface ReadFiles {
  /** All of them, in order of their keys. */
  readonly files: readonly ParsedPersona[];
  /** Those that can be resolved. */
  readonly readable: readonly ReadableFile[];
  /** Those of `readable` that are as the schema says, by key. */
  readonly valid: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readFiles(config: Config, cwd: string, keyInUse: KeysInUse): Promise<ReadFiles> {
  const found = await discover(config.personas, cwd, config.root, keyInUse);
  const judged = await inTurn(found.files, async (found) => {
    const file = await parsePersonaFile(found, keyInUse);
    const judgement = judgeFile(file, config.allowed, keyInUse);
    file.places.forget();
    return { file, ...judgement };
  });
  return {
    files: judged.map(({ file }) => file),
    readable: judged.flatMap(({ readable }) => (readable === null ? [] : [readable])),
    valid: new Set(judged.filter(({ diagnostics }) => !hasErrors(diagnostics)).map(({ file }) => file.key)),
    diagnostics: [...found.diagnostics, ...judged.flatMap(({ diagnostics }) => diagnostics)],
  };
}

/** A file with a key in it is judged no further. */
function judgeFile(
  file: ParsedPersona,
  allowed: AllowedFields,
  keyInUse: KeysInUse,
): { readonly readable: ReadableFile | null; readonly diagnostics: readonly Diagnostic[] } {
  const keys = findKeysInYaml(file, file.key, keyInUse);
  if (keys.length > 0) return { readable: null, diagnostics: keys };
  if (file.value === null) return { readable: null, diagnostics: file.diagnostics };
  const readable: ReadableFile = { ...file, value: file.value };
  return { readable, diagnostics: [...file.diagnostics, ...validatePersona(readable, allowed)] };
}
