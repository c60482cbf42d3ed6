import { pointerSegments } from '../model/json.ts';
import type { Places, SourceText, Spot } from '../model/places.ts';

/** Where one value stands in its text, and its key; children by key or index. Offsets are UTF-16 units. */
export interface PlaceNode {
  readonly offset: number;
  readonly end: number;
  readonly keyOffset: number;
  readonly keyEnd: number;
  /** The value as written, where it is one plain scalar; '' where nothing stands behind the key. */
  readonly source: string | null;
  readonly children: ReadonlyMap<string, PlaceNode>;
}

const NOWHERE: PlaceNode = { offset: 0, end: 0, keyOffset: 0, keyEnd: 0, source: null, children: new Map() };

/**
 * Places over a tree. A map from whole pointers to places would be simpler, but its keys grow with depth times
 * the length of the keys: a hostile file of 1 MiB would make gigabytes of them.
 */
export class TreePlaces implements Places {
  readonly text: string;
  readonly #source: SourceText;
  readonly #read: () => PlaceNode | null;
  #root: PlaceNode | null;

  /** `root` is null for a text that could not be read; `read` makes it anew once it was forgotten. */
  constructor(source: SourceText, root: PlaceNode | null, read: () => PlaceNode | null = () => null) {
    this.text = source.text;
    this.#source = source;
    this.#root = root;
    this.#read = read;
  }

  forget(): void {
    this.#root = null;
    this.#source.forget();
  }

  value(path: string): Spot {
    const { offset, end } = this.#find(path).node;
    return this.at(offset, end - offset);
  }

  key(path: string): Spot {
    const { keyOffset, keyEnd } = this.#find(path).node;
    return this.at(keyOffset, keyEnd - keyOffset);
  }

  source(path: string): string | null {
    const { node, exact } = this.#find(path);
    return exact ? node.source : null;
  }

  within(path: string, part: string, nth: number): Spot {
    const { node, exact } = this.#find(path);
    const written = exact ? this.text.slice(node.offset, node.end) : '';
    let from = written.indexOf(part);
    for (let count = 0; count < nth && from !== -1; count += 1) from = written.indexOf(part, from + part.length);
    return from === -1 ? this.value(path) : this.at(node.offset + from, part.length);
  }

  at(offset: number, length: number): Spot {
    return this.#source.spot(offset, length);
  }

  /** The node of a pointer, or its nearest parent's. */
  #find(path: string): { readonly node: PlaceNode; readonly exact: boolean } {
    this.#root ??= this.#read() ?? NOWHERE;
    let node = this.#root;
    for (const segment of pointerSegments(path)) {
      const child = node.children.get(segment);
      if (child === undefined) return { node, exact: false };
      node = child;
    }
    return { node, exact: true };
  }
}
