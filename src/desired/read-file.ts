/** One persona file as it is written: parsed, searched for keys, judged by its schema. The same for every environment. */
import type { PersonaFile } from '../load/discover.ts';
import { findKeysInYaml } from '../load/key-shapes.ts';
import { type ParsedPersona, parsePersonaFile } from '../load/parse.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { AllowedFields } from '../model/fields.ts';
import type { JsonObject } from '../model/json.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { validatePersona } from '../validate/persona.ts';

/** A file that can be resolved; it may still be invalid. */
export type ReadableFile = ParsedPersona & { readonly value: JsonObject };

export interface ReadFile {
  readonly parsed: ParsedPersona;
  /** Null where it cannot be resolved. */
  readonly readable: ReadableFile | null;
  /** Whether it is as the schema says. */
  readonly isValid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readFile(found: PersonaFile, allowed: AllowedFields, keyInUse: KeysInUse): Promise<ReadFile> {
  const parsed = await parsePersonaFile(found, keyInUse);
  const judged = judgeParsed(parsed, allowed, keyInUse);
  return { parsed, ...judged, isValid: !hasErrors(judged.diagnostics) };
}

/** A file with a key in it is judged no further. */
function judgeParsed(
  parsed: ParsedPersona,
  allowed: AllowedFields,
  keyInUse: KeysInUse,
): Pick<ReadFile, 'readable' | 'diagnostics'> {
  const keys = findKeysInYaml(parsed, parsed.key, keyInUse);
  if (keys.length > 0) return { readable: null, diagnostics: keys };
  if (parsed.value === null) return { readable: null, diagnostics: parsed.diagnostics };
  const readable: ReadableFile = { ...parsed, value: parsed.value };
  return { readable, diagnostics: [...parsed.diagnostics, ...validatePersona(readable, allowed)] };
}
