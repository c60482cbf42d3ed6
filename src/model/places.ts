import type { Excerpt, Place } from './diagnostic.ts';

/** Where a value of a parsed file stands, and the source line for a diagnostic. */
export interface Spot extends Place {
  readonly excerpt: Excerpt;
}

/**
 * Positions in one parsed YAML file, by JSON Pointer. Both methods fall back to the nearest parent that has a position,
 * so every pointer gives a place; the root pointer is `''`.
 */
export interface Places {
  /** The value's own place; of a mapping, its first line. */
  value(path: string): Spot;
  /** The place of the key that names the value; of a list item, the item's own. */
  key(path: string): Spot;
  /** The value exactly as written (`007`, `yes`), or null where it is not one plain scalar. */
  source(path: string): string | null;
}
