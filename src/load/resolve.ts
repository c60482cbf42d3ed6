import { type Diagnostic, hasErrors, type Place } from '../model/diagnostic.ts';
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointer } from '../model/json.ts';
import type { PromptFile, ResolvedPersona } from '../model/persona.ts';
import type { ParsedPersona } from './parse.ts';
import { resolvePrompt } from './prompt.ts';
import { explainUnknownValues, resolveText, type UnknownValue } from './resolve-text.ts';
import { trimPromptEnd } from './text-ends.ts';
import { countBefore } from './values.ts';

/**
 * What a persona file says, with prompt files read and values filled in. `root` has its symlinks resolved; both are
 * absolute. `keyInUse` is the API key of this run, which counts as a secret wherever it stands.
 */
export interface ResolveOptions {
  readonly root: string;
  readonly cwd: string;
  readonly keyInUse: string | null;
}

export interface Resolved {
  /** Null where a diagnostic says why. */
  readonly persona: ResolvedPersona | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface ResolvedField {
  readonly value: JsonValue;
  readonly prompts: readonly PromptFile[];
  /** In the persona file itself. */
  readonly unknown: readonly UnknownValue[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a file that its schema allows. Absent fields stay absent, null stays null; the order of the file is kept. */
export async function resolvePersona(
  parsed: ParsedPersona & { readonly value: JsonObject },
  options: ResolveOptions,
): Promise<Resolved> {
  const fields: (ResolvedField & { readonly name: string })[] = [];
  for (const [name, value] of Object.entries(parsed.value)) {
    fields.push({ name, ...(await resolveField(name, value, parsed, options)) });
  }
  const unknown = fields.flatMap((field) => field.unknown);
  const diagnostics = [...explainUnknownValues(unknown, parsed.key), ...fields.flatMap((field) => field.diagnostics)];
  if (hasErrors(diagnostics)) return { persona: null, diagnostics };
  const set = objectFrom(fields.filter(({ name }) => name !== 'id').map(({ name, value }) => [name, value]));
  const promptFiles = fields.flatMap((field) => field.prompts);
  const { key, file, places } = parsed;
  const persona = { key, file, places, promptFiles, set, ...identityOf(parsed.value, set) };
  return { persona: { ...persona, sources: sourcesOf(persona) }, diagnostics };
}

function identityOf(value: JsonObject, set: JsonObject): { readonly id: string | null; readonly name: string } {
  const id = ownValue(value, 'id');
  const name = ownValue(set, 'name');
  return { id: typeof id === 'string' ? id : null, name: typeof name === 'string' ? name : '' };
}

async function resolveField(
  name: string,
  value: JsonValue,
  parsed: ParsedPersona,
  options: ResolveOptions,
): Promise<ResolvedField> {
  const isPrompt = fieldNamed(name)?.kind === 'prose';
  if (isPrompt && isJsonObject(value)) return resolvePrompt(name, value, parsed, options);
  const { text, unknown } = resolveDeep(value, pointer(name), parsed);
  const prompt = isPrompt && typeof text === 'string' ? trimPromptEnd(text) : text;
  return { value: prompt, prompts: [], unknown, diagnostics: [] };
}

/** Every text in a value, at any depth. */
function resolveDeep(
  value: JsonValue,
  path: string,
  parsed: ParsedPersona,
): { readonly text: JsonValue; readonly unknown: readonly UnknownValue[] } {
  if (typeof value === 'string') {
    return resolveText(value, ({ written, index }) =>
      parsed.places.within(path, written, countBefore(value, written, index)),
    );
  }
  if (typeof value !== 'object' || value === null) return { text: value, unknown: [] };
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolveDeep(item, path + pointer(key), parsed)] as const,
  );
  const unknown = entries.flatMap(([, item]) => item.unknown);
  if (Array.isArray(value)) return { text: entries.map(([, item]) => item.text), unknown };
  return { text: objectFrom(entries.map(([key, item]) => [key, item.text])), unknown };
}

type Sourced = Pick<ResolvedPersona, 'places' | 'set' | 'promptFiles'>;

/** JSON Pointer of the id and of each possible change → the value's place, and for prompts also the first character of each file. */
function sourcesOf(persona: Sourced): ReadonlyMap<string, readonly Place[]> {
  const paths = Object.entries(persona.set).flatMap(([name, value]) => {
    const isSettings = fieldNamed(name)?.kind === 'object' && isJsonObject(value);
    return isSettings ? Object.keys(value).map((key) => pointer(name, key)) : [pointer(name)];
  });
  return new Map(['/id', ...paths].map((path) => [path, sourcesOfPath(path, persona)]));
}

function sourcesOfPath(path: string, { places, promptFiles }: Sourced): Place[] {
  const { file, line, column } = places.value(path);
  const prompts = promptFiles.filter((prompt) => prompt.path === path);
  return [{ file, line, column }, ...prompts.map((prompt) => ({ file: prompt.file, line: 1, column: 1 }))];
}
