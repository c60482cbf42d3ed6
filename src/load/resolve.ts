import { type Diagnostic, hasErrors, type Place } from '../model/diagnostic.ts';
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointer } from '../model/json.ts';
import { LazyMap } from '../model/lazy-map.ts';
import type { PromptFile, ResolvedPersona, UsedValue } from '../model/persona.ts';
import type { Spot } from '../model/places.ts';
import type { KeysInUse } from '../model/secrets.ts';
import type { ParsedPersona } from './parse.ts';
import { resolvePrompt } from './prompt.ts';
import type { OpenedPrompt } from './prompt-path.ts';
import { type BadReference, explainBadReferences, isTextAsWritten, resolveValue, type Values } from './resolve-text.ts';
import { trimPromptEnd } from './text-ends.ts';
import { countBefore } from './values.ts';

/** What a persona file says, with prompt files read and values filled in. Nothing here knows where files come from. */
export interface ResolveOptions {
  /** The values of the environment; null without one, where no name has a value. */
  readonly values: Values;
  /** True where the environment's file has errors: a name without a value is told by them. */
  readonly valuesUnread?: boolean;
  /** Reads a prompt file, named as the persona file names it: relative to that. */
  readonly openPrompt: (written: string, persona: ParsedPersona) => Promise<OpenedPrompt>;
  /** The keys of this run, which count as secrets wherever they stand. */
  readonly keyInUse: KeysInUse;
}

export interface Resolved {
  /** Null where a diagnostic says why, here or in the environment's file. */
  readonly persona: ResolvedPersona | null;
  readonly diagnostics: readonly Diagnostic[];
}

interface ResolvedField {
  readonly value: JsonValue;
  readonly prompts: readonly PromptFile[];
  /** In the persona file itself. */
  readonly bad: readonly BadReference[];
  readonly used: readonly UsedValue[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a file that its schema allows. Absent fields stay absent, null stays null; the order of the file is kept. */
export async function resolvePersona(
  parsed: ParsedPersona & { readonly value: JsonObject },
  options: ResolveOptions,
): Promise<Resolved> {
  const entries: (readonly [string, JsonValue])[] = [];
  const fields: ResolvedField[] = [];
  for (const [name, value] of Object.entries(parsed.value)) {
    if (isAsWritten(name, value)) {
      entries.push([name, trimmed(name, value)]);
    } else {
      const field = await resolveField(name, value, parsed, options);
      entries.push([name, field.value]);
      fields.push(field);
    }
  }
  const bad = fields.flatMap((field) => field.bad);
  const diagnostics = [
    ...explainBadReferences(bad, options, parsed.key),
    ...fields.flatMap((field) => field.diagnostics),
  ];
  if (bad.length > 0 || hasErrors(diagnostics)) return { persona: null, diagnostics };
  const set = objectFrom(entries.filter(([name]) => name !== 'id'));
  const promptFiles = fields.flatMap((field) => field.prompts);
  const { key, file, places } = parsed;
  const used = fields.flatMap((field) => field.used);
  const idSpot = (): Spot => places.value('/id');
  const nameSpot = (): Spot => places.value('/name');
  const spots = { idSpot, nameSpot };
  const persona = { key, file, places, promptFiles, set, used, ...spots, ...identityOf(parsed.value, set) };
  const sources = new LazyMap(() => sourcesOf(persona, options.values));
  return { persona: { ...persona, sources }, diagnostics };
}

/** One field of a file that its schema may not allow; undefined where it cannot be resolved. */
export async function resolveAlone(
  name: string,
  value: JsonValue,
  parsed: ParsedPersona,
  options: ResolveOptions,
): Promise<JsonValue | undefined> {
  const field = await resolveField(name, value, parsed, options);
  return field.bad.length > 0 || hasErrors(field.diagnostics) ? undefined : field.value;
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
  if (isProse(name) && isJsonObject(value)) return resolvePrompt(name, value, parsed, options);
  const resolved = resolveDeep(value, pointer(name), { parsed, values: options.values });
  return { ...resolved, value: trimmed(name, resolved.value), prompts: [], diagnostics: [] };
}

/** Whether nothing is to be filled in or read, which is so of most fields. */
function isAsWritten(name: string, value: JsonValue): boolean {
  return isWithoutReferences(value) && !(isProse(name) && isJsonObject(value));
}

function isWithoutReferences(value: JsonValue): boolean {
  if (typeof value === 'string') return isTextAsWritten(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isWithoutReferences);
}

function isProse(name: string): boolean {
  return fieldNamed(name)?.kind === 'prose';
}

function trimmed(name: string, value: JsonValue): JsonValue {
  return typeof value === 'string' && isProse(name) ? trimPromptEnd(value) : value;
}

interface Resolving {
  readonly parsed: ParsedPersona;
  readonly values: Values;
}

type Deep = Pick<ResolvedField, 'value' | 'bad' | 'used'>;

/** Every text in a value, at any depth. */
function resolveDeep(value: JsonValue, path: string, resolving: Resolving): Deep {
  if (typeof value === 'string') {
    const { parsed, values } = resolving;
    const { used, ...resolved } = resolveValue(value, values, ({ written, index }) =>
      parsed.places.within(path, written, countBefore(value, written, index)),
    );
    return { ...resolved, used: used.map((name) => ({ path, name })) };
  }
  if (typeof value !== 'object' || value === null) return { value, bad: [], used: [] };
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolveDeep(item, path + pointer(key), resolving)] as const,
  );
  const within = { bad: entries.flatMap(([, item]) => item.bad), used: entries.flatMap(([, item]) => item.used) };
  if (Array.isArray(value)) return { value: entries.map(([, item]) => item.value), ...within };
  return { value: objectFrom(entries.map(([key, item]) => [key, item.value])), ...within };
}

type Sourced = Pick<ResolvedPersona, 'places' | 'set' | 'promptFiles' | 'used'>;

/** JSON Pointer of the id and of each possible change → the value's place, those of prompt files (their first character) and of values. */
function sourcesOf(persona: Sourced, values: Values): ReadonlyMap<string, readonly Place[]> {
  const paths = Object.entries(persona.set).flatMap(([name, value]) => {
    const isSettings = fieldNamed(name)?.kind === 'object' && isJsonObject(value);
    return isSettings ? Object.keys(value).map((key) => pointer(name, key)) : [pointer(name)];
  });
  return new Map(['/id', ...paths].map((path) => [path, sourcesOfPath(path, persona, values)]));
}

function sourcesOfPath(path: string, { places, promptFiles, used }: Sourced, values: Values): Place[] {
  const { file, line, column } = places.value(path);
  const prompts = promptFiles.filter((prompt) => prompt.path === path);
  const names = new Set(used.filter((one) => concerns(one.path, path)).map(({ name }) => name));
  const ofValues = [...names].flatMap((name) => values?.get(name)?.place ?? []);
  return [{ file, line, column }, ...prompts.map((prompt) => ({ file: prompt.file, line: 1, column: 1 })), ...ofValues];
}

/** Whether one of two JSON Pointers leads to the other's value or into it. */
function concerns(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
