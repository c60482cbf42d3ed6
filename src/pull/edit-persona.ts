/** A persona file, and its prompt files, edited to say what is live. What cannot be edited is a conflict, and stays. */
import { LARGEST_FILE } from '../load/read.ts';
import { findReferences } from '../load/values.ts';
import type { Range } from '../load/yaml-tree.ts';
import type { Place } from '../model/diagnostic.ts';
import { type AllowedFields, FIELDS, fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointer, pointerSegments } from '../model/json.ts';
import type { LivePersona, PromptFile, ResolvedPersona } from '../model/persona.ts';
import { SourceText } from '../model/places.ts';
import type { ConflictReason, FileWrite, PullConflict } from '../model/pull.ts';
import { editField, type FieldEdit } from './edit/edit-field.ts';
import { editPromptText } from './edit/prompt-text.ts';
import { readSource } from './edit/source.ts';
import { escapeText } from './escape.ts';
import { canBePromptFile, LONGEST_INLINE } from './persona-text.ts';
import { type Wanted, type WantedOptions, wantedFields, wholeValue } from './wanted.ts';

export interface EditOptions extends WantedOptions {
  /** Who else reads a prompt file: the places that name it, by its path relative to the working directory. */
  readonly sharedBy: (file: string, path: string) => Place | null;
  /** A prompt file beside the persona file for a field that is new to it; null to keep prompts in the file. */
  readonly newPrompt: ((field: string, text: string) => NewPrompt | null) | null;
}

export interface NewPrompt {
  /** Free, or that of a file with this very text that nobody reads. */
  readonly name: string;
  /** Whether the file is there already. */
  readonly stands: boolean;
}

export interface EditedPersona {
  readonly fields: readonly string[];
  readonly conflicts: readonly PullConflict[];
  readonly writes: readonly FileWrite[];
}

export function editPersona(
  persona: ResolvedPersona & { readonly id: string },
  live: LivePersona,
  options: EditOptions,
): EditedPersona {
  const editing = new Editing(persona, options);
  for (const wanted of wantedFields(persona, live, options)) editing.take(wanted);
  return { fields: editing.fields, conflicts: editing.conflicts, writes: editing.writes() };
}

class Editing {
  readonly fields: string[] = [];
  readonly conflicts: PullConflict[] = [];
  readonly #persona: ResolvedPersona;
  readonly #options: EditOptions;
  readonly #raw: JsonObject;
  readonly #order: readonly string[];
  readonly #prompts: FileWrite[] = [];
  #text: string;
  #set: JsonObject;

  constructor(persona: ResolvedPersona, options: EditOptions) {
    this.#persona = persona;
    this.#options = options;
    this.#text = persona.places.text;
    this.#set = persona.set;
    this.#raw = readSource(this.#text)?.value ?? {};
    this.#order = orderOf(options.allowed);
  }

  writes(): FileWrite[] {
    const { file, places } = this.#persona;
    const own = this.#text === places.text ? [] : [{ file, before: places.text, after: this.#text }];
    return [...own, ...this.#prompts];
  }

  take({ path, value }: Wanted): void {
    if (!value.ok) {
      const { reason, detail } = value.trouble;
      this.#conflict(path, 'left_out', { detail: detail ?? reason });
      return;
    }
    const raw = ownValue(this.#raw, pointerSegments(path)[0] ?? '');
    const isPrompt = fieldNamed(path.slice(1))?.kind === 'prose';
    if (isPrompt && isJsonObject(raw) && typeof value.value === 'string') this.#takePrompt(path, raw, value.value);
    else if (raw === undefined) this.#takeNew(path, value.value);
    else this.#takeValue(path, value.value);
  }

  /** True where the text was edited. */
  #takeValue(path: string, value: JsonValue): boolean {
    const [name = ''] = pointerSegments(path);
    const edit = (text: string, set: JsonObject): FieldEdit => {
      const resolved = ownValue(set, name);
      return editField(text, { name, resolved, wanted: wholeValue(path, value, resolved) }, this.#order);
    };
    // Judged in the text as it stands in the file, so that places are those that a person will find.
    const { set, places } = this.#persona;
    const judged = edit(places.text, set);
    const edited = judged.ok && this.#text !== places.text ? edit(this.#text, this.#set) : judged;
    if (!judged.ok) this.#refuse(path, judged);
    else if (!edited.ok) this.#conflict(path, 'unwritable', {});
    else if (Buffer.byteLength(edited.text) > LARGEST_FILE) this.#conflict(path, 'unwritable', { detail: TOO_LARGE });
    else {
      this.#text = edited.text;
      this.#set = { ...this.#set, [name]: wholeValue(path, value, ownValue(this.#set, name)) };
      this.fields.push(path);
      return true;
    }
    return false;
  }

  /** A long prompt that is new to the file gets a file of its own. */
  #takeNew(path: string, value: JsonValue): void {
    const field = path.slice(1);
    const isLong = fieldNamed(field)?.kind === 'prose' && typeof value === 'string' && value.length > LONGEST_INLINE;
    const after = `${escapeText(String(value))}\n`;
    const prompt = isLong ? (this.#options.newPrompt?.(field, after) ?? null) : null;
    if (prompt === null || !canBePromptFile({ name: prompt.name, text: after }, this.#options.keyInUse)) {
      this.#takeValue(path, value);
      return;
    }
    const folder = this.#persona.file.replace(/[^/]*$/, '');
    if (this.#takeValue(path, { file: prompt.name }))
      this.#prompts.push({ file: folder + prompt.name, before: prompt.stands ? after : null, after });
  }

  #takePrompt(path: string, raw: JsonObject, wanted: string): void {
    const [prompt] = this.#persona.promptFiles.filter((one) => one.path === path);
    if (prompt === undefined || Array.isArray(ownValue(raw, 'files'))) {
      const other = prompt === undefined ? null : placeIn(prompt.file, prompt.text, 0);
      this.#conflict(path, 'prompt_list', { other });
      return;
    }
    const shared = this.#options.sharedBy(prompt.file, `${this.#persona.key} ${path}`);
    const [reference] = findReferences(prompt.text);
    if (shared !== null) this.#conflict(path, 'shared_prompt', { other: shared, detail: prompt.file });
    else if (reference !== undefined) this.#refusePromptValue(path, prompt, reference.index);
    else this.#editPrompt(path, prompt, wanted);
  }

  #editPrompt(path: string, prompt: PromptFile, wanted: string): void {
    const after = editPromptText(prompt.text, wanted);
    const plain = { name: prompt.file, text: after?.replaceAll('\r\n', '\n') ?? '' };
    if (after === null || !canBePromptFile(plain, this.#options.keyInUse)) {
      this.#conflict(path, 'unwritable', { detail: `${prompt.file} cannot hold it` });
      return;
    }
    this.#prompts.push({ file: prompt.file, before: prompt.text, after });
    this.fields.push(path);
  }

  #refusePromptValue(path: string, prompt: PromptFile, index: number): void {
    const at = placeIn(prompt.file, prompt.text, index);
    this.conflicts.push({ path, reason: 'value', at, other: this.#placeOfValue(path), detail: null });
  }

  #refuse(path: string, refused: Extract<FieldEdit, { ok: false }>): void {
    const other = refused.reason === 'value' ? this.#placeOfValue(path) : this.#placeOf(refused.other);
    const at = refused.at === null ? undefined : (this.#placeOf(refused.at) ?? undefined);
    this.#conflict(path, refused.reason, { other, ...(at === undefined ? {} : { at }) });
  }

  #placeOf(range: Range | null): Place | null {
    return range === null ? null : placeIn(this.#persona.file, this.#persona.places.text, range.offset);
  }

  /** Where the environment has the value: the last source of the field. */
  #placeOfValue(path: string): Place | null {
    const sources =
      this.#persona.sources.get(path) ?? this.#persona.sources.get(pointer(path.split('/')[1] ?? '')) ?? [];
    return sources.length > 1 ? (sources.at(-1) ?? null) : null;
  }

  #conflict(path: string, reason: ConflictReason, more: Partial<Pick<PullConflict, 'at' | 'other' | 'detail'>>): void {
    const { file, line, column } = this.#persona.places.value(path);
    this.conflicts.push({ path, reason, at: { file, line, column }, other: null, detail: null, ...more });
  }
}

const TOO_LARGE = 'the file would be larger than 1 MiB';

function placeIn(file: string, text: string, offset: number): Place {
  const { line, column } = new SourceText(file, text).spot(offset, 0);
  return { file, line, column };
}

export function orderOf(allowed: AllowedFields): string[] {
  return [...FIELDS.map((field) => field.name), ...allowed.root];
}
