/** A map that is made when it is first asked: for what few will ask, and what costs much to make for all. */
export class LazyMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly #make: () => ReadonlyMap<Key, Value>;
  #made: ReadonlyMap<Key, Value> | null = null;

  constructor(make: () => ReadonlyMap<Key, Value>) {
    this.#make = make;
  }

  get size(): number {
    return this.#map().size;
  }

  get(key: Key): Value | undefined {
    return this.#map().get(key);
  }

  has(key: Key): boolean {
    return this.#map().has(key);
  }

  forEach(action: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void): void {
    this.#map().forEach(action);
  }

  entries(): MapIterator<[Key, Value]> {
    return this.#map().entries();
  }

  keys(): MapIterator<Key> {
    return this.#map().keys();
  }

  values(): MapIterator<Value> {
    return this.#map().values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  #map(): ReadonlyMap<Key, Value> {
    this.#made ??= this.#make();
    return this.#made;
  }
}
