/**
 * A live persona → the text of its persona file, and of the prompt files beside it. Pure.
 *
 * The text is read back before it is given out: a field that would not be read as it is, or that makes the file too
 * large, is left out and named. So what is returned is always a valid file.
 */
import { findKeysInText, findKeysInYaml } from '../load/key-shapes.ts';
import { findMergeConflicts } from '../load/merge-conflict.ts';
import { parseYaml } from '../load/parse-yaml.ts';
import { LARGEST_FILE } from '../load/read.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointer } from '../model/json.ts';
import type { LivePersona } from '../model/persona.ts';
import { SourceText } from '../model/places.ts';
import type { LeftOut, PullPlane } from '../model/pull.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { validatePersona } from '../validate/persona.ts';
import { escapeDeep, escapeText } from './escape.ts';
import { entryLines } from './lines.ts';
import { type FieldOptions, liveFields, onPlane } from './live-fields.ts';
import { isBlockText } from './scalar.ts';
import { PUBLIC_SCHEMAS, schemaLine } from './schema-line.ts';

export interface TextOptions extends FieldOptions {
  readonly from: PullPlane;
  /** The id is written into the file; false where the environments' files bind it. */
  readonly withId: boolean;
  /** The names of prompt files begin with this. Null: all prompts stay in the persona file. */
  readonly promptFiles: string | null;
  /** Where the schemas are, as the file names them; the public address unless told. */
  readonly schemas?: string;
}

export interface PersonaText {
  /** The persona file. */
  readonly text: string;
  /** Prompt files, by their name beside the persona file. */
  readonly prompts: readonly PromptText[];
  readonly leftOut: readonly LeftOut[];
}

export interface PromptText {
  readonly name: string;
  readonly text: string;
}

/** Why no file at all can manage a persona. */
export type Unmanageable = { readonly unmanageable: 'id' | 'name'; readonly leftOut: LeftOut | null };

/** Prompts that are longer, in characters, get a file of their own. */
export const LONGEST_INLINE = 300;

/** The file that manages what is live, as far as a file can; where `from` is the draft, a plan of it has no changes. */
export function writePersonaText(live: LivePersona, options: TextOptions): PersonaText | Unmanageable {
  if (options.withId && !/^[A-Za-z0-9-]{1,64}$/.test(live.id)) return { unmanageable: 'id', leftOut: null };
  const { set, leftOut } = liveFields(onPlane(live, options.from), options);
  const name = ownValue(set, 'name');
  if (typeof name !== 'string' || name.trim() === '') {
    return { unmanageable: 'name', leftOut: leftOut.find((field) => field.path === '/name') ?? null };
  }
  return fitted({ id: options.withId ? live.id : null, set, prompts: promptsOf(set, options) }, leftOut, options);
}

/** What a file is to say, before `$${` and prompt files. */
interface Content {
  readonly id: string | null;
  readonly set: JsonObject;
  /** Field name → its prompt file. */
  readonly prompts: ReadonlyMap<string, PromptText>;
}

function promptsOf(set: JsonObject, { promptFiles, keyInUse }: TextOptions): ReadonlyMap<string, PromptText> {
  if (promptFiles === null) return new Map();
  return new Map(
    Object.entries(set).flatMap(([name, value]) => {
      if (fieldNamed(name)?.kind !== 'prose' || typeof value !== 'string' || value.length <= LONGEST_INLINE) return [];
      const prompt = { name: `${promptFiles}.${name}.md`, text: `${escapeText(value)}\n` };
      return canBePromptFile(prompt, keyInUse) ? [[name, prompt] as const] : [];
    }),
  );
}

/** Markdown has no escapes: what cannot be seen, and what is read as something else, stays in quotes in the persona file. */
export function canBePromptFile({ name, text }: PromptText, keyInUse: KeysInUse): boolean {
  return (
    isBlockText(text) &&
    Buffer.byteLength(text) <= LARGEST_FILE &&
    findMergeConflicts(new SourceText(name, text), null).length === 0 &&
    findKeysInText(name, text, null, keyInUse).length === 0
  );
}

/** Takes fields out until the file reads back: those that alone do not, then the longest. */
function fitted(content: Content, leftOut: readonly LeftOut[], options: TextOptions): PersonaText | Unmanageable {
  if (readsBack(content, options)) {
    return { text: textOf(content, options), prompts: [...content.prompts.values()], leftOut };
  }
  const others = Object.keys(content.set).filter((name) => name !== 'name');
  const alone = (name: string): Content => ({ ...content, set: only(content.set, ['name', name]) });
  const unreadable = others.filter((name) => !readsBack(alone(name), options));
  const [longest] = others.sort((a, b) => sizeOf(content, b) - sizeOf(content, a));
  if (longest === undefined) return { unmanageable: 'name', leftOut: null };
  const dropped = unreadable.length > 0 ? unreadable : [longest];
  const kept = Object.keys(content.set).filter((name) => !dropped.includes(name));
  const prompts = new Map([...content.prompts].filter(([name]) => kept.includes(name)));
  const reasons = dropped.map((name): LeftOut => ({ path: pointer(name), ...whyNot(sizeOf(content, name)) }));
  return fitted({ ...content, set: only(content.set, kept), prompts }, [...leftOut, ...reasons], options);
}

function whyNot(size: number): Pick<LeftOut, 'reason' | 'detail'> {
  return size > LARGEST_FILE / 16
    ? { reason: 'too_long', detail: 'a persona file has at most 1 MiB' }
    : { reason: 'unwritable', detail: 'it would not be read back as it is' };
}

function sizeOf(content: Content, name: string): number {
  return Buffer.byteLength(fieldLines(content, name).join('\n'));
}

function only(set: JsonObject, names: readonly string[]): JsonObject {
  return objectFrom(Object.entries(set).filter(([name]) => names.includes(name)));
}

function textOf(content: Content, { schemas = PUBLIC_SCHEMAS }: Pick<TextOptions, 'schemas'>): string {
  const id = content.id === null ? [] : entryLines('id', content.id, 0);
  const fields = Object.keys(content.set).flatMap((name) => fieldLines(content, name));
  return [schemaLine(schemas, 'persona'), '', ...id, ...fields, ''].join('\n');
}

function fieldLines(content: Content, name: string): string[] {
  const prompt = content.prompts.get(name);
  if (prompt !== undefined) return entryLines(name, { file: prompt.name }, 0);
  return entryLines(name, escapeDeep(ownValue(content.set, name) ?? null), 0, fieldNamed(name)?.kind === 'prose');
}

/** Whether the text is a valid file that says the content. */
function readsBack(content: Content, options: TextOptions): boolean {
  const { allowed, keyInUse } = options;
  const text = textOf(content, options);
  if (Buffer.byteLength(text) > LARGEST_FILE) return false;
  const { value, places, diagnostics } = parseYaml(text, 'persona.yaml', null);
  if (hasErrors(diagnostics) || !isJsonObject(value)) return false;
  if (findKeysInYaml({ file: 'persona.yaml', value, places }, null, keyInUse).length > 0) return false;
  if (hasErrors(validatePersona({ value, places, key: '' }, allowed))) return false;
  return JSON.stringify(said(value)) === JSON.stringify(said(meant(content)));
}

function meant({ id, set, prompts }: Content): JsonObject {
  const fields = Object.entries(set).map(([name, value]): [string, JsonValue] => {
    const prompt = prompts.get(name);
    return [name, prompt === undefined ? escapeDeep(value) : { file: prompt.name }];
  });
  return objectFrom([...(id === null ? [] : ([['id', id]] as const)), ...fields]);
}

/** A block scalar ends a prompt with a line end that nobody means. */
function said(value: JsonObject): JsonObject {
  const plain = (name: string, field: JsonValue): JsonValue =>
    fieldNamed(name)?.kind === 'prose' && typeof field === 'string' ? field.replace(/\n$/, '') : field;
  return objectFrom(Object.entries(value).map(([name, field]) => [name, plain(name, field)]));
}
