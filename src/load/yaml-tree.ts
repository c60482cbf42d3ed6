/** YAML as a plain tree: what the library found, without the library. Offsets are UTF-16 units in the text; `end` is not included. */
export interface YamlTree {
  /** Null for a text without content. */
  readonly root: YamlNode | null;
  readonly problems: readonly SyntaxProblem[];
}

/** A syntax problem: the library's own code, or one of ours: `WRONG_VERSION`, `TOO_DEEP`, `TOO_MANY_PARTS`. */
export interface SyntaxProblem extends Range {
  readonly code: string;
  /** The library's words. */
  readonly message: string;
}

export interface Range {
  readonly offset: number;
  readonly end: number;
}

interface Marks extends Range {
  readonly tag: string | null;
  readonly anchor: string | null;
}

export interface YamlScalar extends Marks {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, of a plain scalar; null of quoted text and block scalars. */
  readonly source: string | null;
}

export interface YamlMap extends Marks {
  readonly kind: 'map';
  readonly pairs: readonly YamlPair[];
}

export interface YamlList extends Marks {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlAlias extends Range {
  readonly kind: 'alias';
  /** The anchor's name, without `*`. */
  readonly name: string;
}

/** A mapping or list below the deepest level that is read. */
export interface YamlDeep extends Range {
  readonly kind: 'deep';
}

export type YamlNode = YamlScalar | YamlMap | YamlList | YamlAlias | YamlDeep;

export interface YamlPair {
  readonly key: YamlNode;
  /** Null where a flow mapping names a key only: `{record}`. */
  readonly value: YamlNode | null;
}
