/** Live personas, with the files that manage them or without → the files to write, and all that is to be told. Pure. */
import type { Place } from '../model/diagnostic.ts';
import { FIELDS } from '../model/fields.ts';
import { objectFrom } from '../model/json.ts';
import { type LivePersona, liveName, type ResolvedPersona } from '../model/persona.ts';
import type { FileWrite, Pulled, PulledPersona, PullPlane, SkippedPersona } from '../model/pull.ts';
import { notOnAir } from '../plan/on-air.ts';
import { editPersona, type NewPrompt } from './edit-persona.ts';
import { chooseFileName, foldName } from './file-name.ts';
import { onPlane } from './live-fields.ts';
import { type PersonaText, type Unmanageable, writePersonaText } from './persona-text.ts';
import type { WantedOptions } from './wanted.ts';

type BoundPersona = ResolvedPersona & { readonly id: string };

export interface PullOptions extends WantedOptions {
  readonly from: PullPlane;
  /** Prompts stay in persona files, whatever their length. */
  readonly inline: boolean;
  /** Persona files have ids; else the environment's file has them. */
  readonly withIds: boolean;
  /** The personas folder, relative to the working directory, with `/`. */
  readonly folder: string;
  /** Where the schemas are, as a file in that folder names them. */
  readonly schemas: string;
  /** The keys of all persona files, and all files below the personas folder, relative to the working directory. */
  readonly keys: readonly string[];
  readonly paths: readonly string[];
  /** Of prompt files that no persona file names, the text by the path: a pull that was killed leaves some behind. */
  readonly unused: ReadonlyMap<string, string>;
  /** Every persona file, for the prompt files that they share. */
  readonly files: readonly ResolvedPersona[];
  /** A prompt file's own path, links resolved, by its path relative to the working directory. */
  readonly realPaths: ReadonlyMap<string, string>;
}

/** One that was found, and is neither deleted nor a twin. */
export interface Found {
  readonly desired: BoundPersona | null;
  readonly live: LivePersona;
}

export function pullPersonas(found: readonly Found[], options: PullOptions): Pulled {
  const names = new TakenNames(options);
  const strangers = found.filter(({ desired }) => desired === null).sort((a, b) => byName(a.live, b.live));
  const results = [
    ...found.flatMap(({ desired, live }) => (desired === null ? [] : [pullExisting(desired, live, options, names)])),
    ...strangers.map(({ live }) => pullNew(live, options, names)),
  ];
  const files = results.flatMap(({ writes }) => writes);
  return {
    personas: results.flatMap(({ persona }) => persona ?? []),
    skipped: results.flatMap(({ skipped }) => skipped ?? []),
    writes: files.filter(({ before, after }) => before !== after),
    adopted: files.filter(({ before, after }) => before === after),
  };
}

interface Result {
  readonly persona?: PulledPersona;
  readonly skipped?: SkippedPersona;
  readonly writes: readonly FileWrite[];
}

function pullExisting(desired: BoundPersona, live: LivePersona, options: PullOptions, names: TakenNames): Result {
  const { key, file, id, name } = desired;
  if (options.from === 'production' && live.production === null) return skip(live, 'no_version');
  const stem = (file.split('/').at(-1) ?? '').replace(/\.ya?ml$/i, '');
  const edited = editPersona(desired, onPlane(live, options.from), {
    ...options,
    sharedBy: (prompt, user) => sharedBy(prompt, user, options),
    newPrompt: options.inline ? null : (field, text) => names.newPrompt(file, `${stem}.${field}.md`, text),
  });
  const { fields, conflicts, writes } = edited;
  const action = fields.length > 0 ? 'edited' : conflicts.length > 0 ? 'conflict' : 'unchanged';
  const waiting = options.from === 'draft' ? notOnAir(WHOLE, live).filter((path) => isBrought(path, fields)) : [];
  return { persona: { key, file, id, name, action, fields, conflicts, left_out: [], not_on_air: waiting }, writes };
}

function isBrought(path: string, fields: readonly string[]): boolean {
  return fields.some((field) => field === path || path.startsWith(`${field}/`));
}

/** Who else names the prompt file, under whatever path. */
function sharedBy(prompt: string, user: string, { files, realPaths }: PullOptions): Place | null {
  const real = (file: string): string => realPaths.get(file) ?? file;
  for (const { key, places, promptFiles } of files) {
    const other = promptFiles.find((one) => real(one.file) === real(prompt) && `${key} ${one.path}` !== user);
    if (other === undefined) continue;
    const { file, line, column } = places.value(other.path);
    return { file, line, column };
  }
  return null;
}

function pullNew(live: LivePersona, options: PullOptions, names: TakenNames): Result {
  if (options.from === 'production' && live.production === null) return skip(live, 'no_version');
  const name = liveName(live);
  const write = (key: string) =>
    writePersonaText(live, { ...options, withId: options.withIds, promptFiles: options.inline ? null : key });
  const key = names.chooseKey(name, write);
  const written = write(key);
  if ('unmanageable' in written) {
    return skip(live, written.unmanageable, written.leftOut?.detail ?? written.leftOut?.reason ?? null);
  }
  names.take(key);
  const file = inFolder(options.folder, `${key}.yaml`);
  const prompts = written.prompts.map((prompt) => ({ file: inFolder(options.folder, prompt.name), text: prompt.text }));
  const writes = [{ file, text: written.text }, ...prompts].map(({ file, text }) => ({
    file,
    before: names.stands({ file, text }) ? text : null,
    after: text,
  }));
  const waiting = options.from === 'draft' ? notOnAir(WHOLE, live) : [];
  const about = { key, file, id: live.id, name, action: 'written' } as const;
  return { persona: { ...about, fields: [], conflicts: [], left_out: written.leftOut, not_on_air: waiting }, writes };
}

/** As if a file managed every field. */
const WHOLE = objectFrom(FIELDS.map((field) => [field.name, null]));

function skip(live: LivePersona, reason: SkippedPersona['reason'], detail: string | null = null): Result {
  return { skipped: { id: live.id, name: liveName(live), reason, detail }, writes: [] };
}

function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

function byName(a: LivePersona, b: LivePersona): number {
  const [one, other] = [`${liveName(a)}\n${a.id}`, `${liveName(b)}\n${b.id}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

const ENDINGS = ['yaml', 'yml', 'orchestration_prompt.md', 'personality_prompt.md'] as const;

/** Names that files have, or will have after this run. */
class TakenNames {
  readonly #folder: string;
  readonly #keys: Set<string>;
  readonly #paths: Set<string>;
  readonly #unused: PullOptions['unused'];

  constructor({ folder, keys, paths, unused }: PullOptions) {
    this.#folder = folder;
    this.#keys = new Set(keys.map(foldName));
    this.#paths = new Set(paths.map(foldName));
    this.#unused = unused;
  }

  /** `write` makes the files of a key: a prompt file that has that very text already, and that nobody reads, is no hindrance. */
  chooseKey(name: string, write: (key: string) => PersonaText | Unmanageable): string {
    const holds = (file: string): boolean => this.#paths.has(foldName(inFolder(this.#folder, file)));
    const isInTheWay = (file: string, key: string): boolean => holds(file) && !this.#wouldWrite(file, write(key));
    return chooseFileName(
      name,
      (folded, key) => this.#keys.has(folded) || ENDINGS.some((ending) => isInTheWay(`${folded}.${ending}`, key)),
    );
  }

  /** Whether a file of that name stands with the text that would be written to it. */
  #wouldWrite(folded: string, written: PersonaText | Unmanageable): boolean {
    if ('unmanageable' in written) return false;
    const prompt = written.prompts.find(({ name }) => foldName(name) === folded);
    return prompt !== undefined && this.stands({ file: inFolder(this.#folder, prompt.name), text: prompt.text });
  }

  /** Whether the file has this very text, and nobody reads it. */
  stands({ file, text }: { readonly file: string; readonly text: string }): boolean {
    return this.#unused.get(file) === text;
  }

  take(key: string): void {
    this.#keys.add(foldName(key));
  }

  /** A file beside the persona file, where there is none of that name but with this very text. */
  newPrompt(personaFile: string, name: string, text: string): NewPrompt | null {
    const file = personaFile.replace(/[^/]*$/, '') + name;
    const stands = this.stands({ file, text });
    return stands || !this.#paths.has(foldName(file)) ? { name, stands } : null;
  }
}
