/**
 * One persona through its commits. It is known again by its id, so that a file that was renamed, or a folder that was
 * moved, does not begin a new history. What a commit makes of its texts is worked out once for all commits that share them.
 */
import { posix } from 'node:path';
import type { LoggedCommit } from '../git/log.ts';
import type { Found } from '../git/trees.ts';
import { isPersonaPath, keyOfPath } from '../load/discover.ts';
import { type ParsedPersona, parsePersonaText } from '../load/parse.ts';
import type { OpenedPrompt } from '../load/prompt-path.ts';
import { resolveAlone } from '../load/resolve.ts';
import { type JsonObject, type JsonValue, objectFrom, ownValue } from '../model/json.ts';
import type { PastVersion } from '../model/origin.ts';
import type { Layout, Layouts } from './layout.ts';
import type { PastText, PastTexts } from './texts.ts';

/** A persona of today. */
export interface Wanted {
  readonly id: string;
  /** The file's path below the personas folder, with its ending. */
  readonly below: string;
}

type NoText = Extract<PastText, string>;

type Fields = Pick<PastVersion, 'set' | 'unavailable' | 'unresolved'>;

/** A persona file at a commit, relative to the repository's top. */
interface FileAt {
  readonly path: string;
  readonly sha: string;
}

const NOTHING: Fields = { set: {}, unavailable: [], unresolved: [] };

export class PastPersonas {
  readonly #texts: PastTexts;
  readonly #layouts: Layouts;
  readonly #parsed = new Map<string, Promise<ParsedPersona | NoText>>();
  readonly #indexes = new Map<string, Promise<ReadonlyMap<string, FileAt>>>();
  readonly #resolved = new Map<string, Resolved[]>();

  constructor(texts: PastTexts, layouts: Layouts) {
    this.#texts = texts;
    this.#layouts = layouts;
  }

  /** Null where the commit does not have the persona. */
  async at(commit: LoggedCommit, wanted: Wanted): Promise<Fields | null> {
    const layout = await this.#layouts.at(commit.tree);
    const file = await this.#fileOf(commit.tree, layout, wanted);
    if (file === 'absent') return null;
    const parsed = file === 'unavailable' ? file : await this.#parse(file);
    if (file === 'unavailable' || parsed === 'unavailable') return { ...NOTHING, unavailable: 'all' };
    if (parsed === 'unreadable' || parsed.value === null) return NOTHING;
    return this.#resolve(commit.tree, layout, file, { ...parsed, value: parsed.value });
  }

  /** Every prompt file that a version named, relative to the repository's top. */
  get promptFiles(): readonly string[] {
    return [...this.#resolved.values()].flatMap((all) => all.flatMap(({ prompts }) => [...prompts.keys()]));
  }

  /** What configs named: personas folders, environment files. */
  layoutPaths(): Promise<readonly string[]> {
    return this.#layouts.paths();
  }

  async #fileOf(tree: string, layout: Layout, { id, below }: Wanted): Promise<Found<FileAt>> {
    const path = posix.join(layout.personas, below);
    const entry = await this.#texts.file(tree, path);
    if (entry === 'unavailable') return entry;
    if (entry !== 'absent') {
      const file = { path, sha: entry.sha };
      const found = await this.#idOf(file, layout);
      if (found === id || found === null) return file;
    }
    const folder = await this.#texts.trees.find(tree, layout.personas);
    if (typeof folder === 'string') return folder;
    if (folder.kind !== 'folder') return 'absent';
    return (await this.#index(folder.sha, layout)).get(id) ?? 'absent';
  }

  /** Every persona file below a folder, by id. */
  #index(sha: string, layout: Layout): Promise<ReadonlyMap<string, FileAt>> {
    const at = `${sha} ${layout.sha} ${layout.personas}`;
    const known = this.#indexes.get(at) ?? this.#readIndex(sha, layout);
    this.#indexes.set(at, known);
    return known;
  }

  async #readIndex(sha: string, layout: Layout): Promise<ReadonlyMap<string, FileAt>> {
    const byId = new Map<string, FileAt>();
    for (const file of await this.#filesBelow(sha, '')) {
      const found = { path: posix.join(layout.personas, file.path), sha: file.sha };
      const id = isPersonaPath(file.path) ? await this.#idOf(found, layout) : null;
      if (id !== null) byId.set(id, found);
    }
    return byId;
  }

  async #filesBelow(sha: string, prefix: string): Promise<FileAt[]> {
    const entries = (await this.#texts.trees.folder(sha)) ?? new Map();
    const files: FileAt[] = [];
    for (const [name, entry] of entries) {
      if (entry.kind === 'file') files.push({ path: prefix + name, sha: entry.sha });
      else if (entry.kind === 'folder') files.push(...(await this.#filesBelow(entry.sha, `${prefix}${name}/`)));
    }
    return files;
  }

  /** The id in its file, or the one that the environment bound it to. */
  async #idOf(file: FileAt, { personas, bindings }: Layout): Promise<string | null> {
    const bound = bindings?.ids.get(keyOfPath(posix.relative(personas, file.path)));
    if (bound !== undefined) return bound.id;
    const parsed = await this.#parse(file);
    const id = typeof parsed === 'string' || parsed.value === null ? null : ownValue(parsed.value, 'id');
    return typeof id === 'string' ? id : null;
  }

  #parse({ path, sha }: FileAt): Promise<ParsedPersona | NoText> {
    const at = `${sha} ${path}`;
    const known = this.#parsed.get(at) ?? this.#readPersona(path, sha);
    this.#parsed.set(at, known);
    return known;
  }

  async #readPersona(path: string, sha: string): Promise<ParsedPersona | NoText> {
    const read = await this.#texts.text(sha);
    return typeof read === 'string' ? read : parsePersonaText({ key: keyOfPath(path), file: path, path }, read.text);
  }

  /** The same file with the same prompt files and the same values says the same. */
  async #resolve(tree: string, layout: Layout, { path, sha }: FileAt, parsed: Readable): Promise<Fields> {
    const at = `${sha} ${layout.sha} ${path}`;
    const known = this.#resolved.get(at) ?? [];
    for (const one of known) if (await this.#hasPrompts(tree, one.prompts)) return one.fields;
    const resolved = await this.#readFields(tree, layout, parsed);
    this.#resolved.set(at, [...known, resolved]);
    return resolved.fields;
  }

  async #hasPrompts(tree: string, prompts: Resolved['prompts']): Promise<boolean> {
    for (const [path, sha] of prompts) if ((await this.#shaOf(tree, path)) !== sha) return false;
    return true;
  }

  async #shaOf(tree: string, path: string): Promise<string> {
    const entry = await this.#texts.file(tree, path);
    return typeof entry === 'string' ? entry : entry.sha;
  }

  async #readFields(tree: string, { bindings }: Layout, parsed: Readable): Promise<Resolved> {
    const prompts = new Map<string, string>();
    const set: [string, JsonValue][] = [];
    const unavailable: string[] = [];
    const unresolved: string[] = [];
    for (const [name, written] of Object.entries(parsed.value)) {
      if (name === 'id') continue;
      let isWhole = true;
      const openPrompt = async (prompt: string): Promise<OpenedPrompt> => {
        const read = await this.#openPrompt(tree, posix.join(posix.dirname(parsed.path), prompt), prompts);
        if (read === 'unavailable') isWhole = false;
        return typeof read === 'object' ? { ok: true, file: prompt, text: read.text } : UNOPENED;
      };
      const options = { values: bindings?.values ?? null, openPrompt, keyInUse: null };
      const value = await resolveAlone(name, written, parsed, options);
      if (!isWhole) unavailable.push(name);
      else if (value === undefined) unresolved.push(name);
      else set.push([name, value]);
    }
    return { prompts, fields: { set: objectFrom(set), unavailable, unresolved } };
  }

  async #openPrompt(tree: string, path: string, prompts: Map<string, string>): Promise<PastText> {
    const sha = await this.#shaOf(tree, path);
    prompts.set(path, sha);
    if (sha === 'absent') return 'unreadable';
    return sha === 'unavailable' ? sha : this.#texts.text(sha);
  }
}

type Readable = ParsedPersona & { readonly value: JsonObject };

interface Resolved {
  /** The prompt files that were read, by path: their objects, `absent` or `unavailable`. */
  readonly prompts: ReadonlyMap<string, string>;
  readonly fields: Fields;
}

/** Never shown: a past that cannot be resolved is left out. */
const UNOPENED: OpenedPrompt = {
  ok: false,
  problem: { code: 'prompt_file_missing', summary: 'There is no such file.', hint: null },
};
