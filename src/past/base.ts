/** What the files said at the commit that is compared with. */
import type { GitObjects } from '../git/objects.ts';
import { parsePersonaText } from '../load/parse.ts';
import type { Bindings } from '../model/environment.ts';
import { ownValue } from '../model/json.ts';
import { Layouts, type ProjectPaths } from './layout.ts';
import { PastTexts } from './texts.ts';

export class PastBase {
  readonly #objects: GitObjects;
  readonly #texts: PastTexts;
  readonly #paths: ProjectPaths;
  readonly #commit: string;

  constructor(objects: GitObjects, paths: ProjectPaths, commit: string) {
    this.#objects = objects;
    this.#texts = new PastTexts(objects);
    this.#paths = paths;
    this.#commit = commit;
  }

  /** The ids and values of an environment; null where they cannot be had. */
  async bindings(environment: string): Promise<Bindings | null> {
    const tree = await this.#tree();
    if (tree === null) return null;
    return (await new Layouts(this.#texts, { ...this.#paths, environment }).at(tree)).bindings;
  }

  /** The id that stands in a persona file. */
  async idOf(path: string): Promise<string | null> {
    const tree = await this.#tree();
    const entry = tree === null ? 'absent' : await this.#texts.file(tree, path);
    const read = typeof entry === 'string' ? entry : await this.#texts.text(entry.sha);
    if (typeof read === 'string') return null;
    const { value } = parsePersonaText({ key: path, file: path, path }, read.text);
    const id = value === null ? null : ownValue(value, 'id');
    return typeof id === 'string' ? id : null;
  }

  /** A commit object begins with the name of its tree. */
  async #tree(): Promise<string | null> {
    const bytes = await this.#objects.read(this.#commit);
    return /^tree ([0-9a-f]+)\n/.exec(bytes?.toString('latin1', 0, 100) ?? '')?.[1] ?? null;
  }
}
