/**
 * `${name}` in text. `$${` stands for a literal `${`; Bland's own `{{name}}` is left alone. No values exist yet, so
 * every name is unknown; the syntax is reserved so that no prompt changes its meaning when they come.
 */

const WHOLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

const REFERENCE = /\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)\})?/g;

/** A `${` in a text that is no literal one. */
export interface Reference {
  /** The name, or null where no name and `}` follow. */
  readonly name: string | null;
  /** As written: `${name}` or `${`. */
  readonly written: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly index: number;
}

export function findReferences(text: string): Reference[] {
  return [...text.matchAll(REFERENCE)]
    .filter((match) => match[0] !== '$${')
    .map((match) => ({ name: match[1] ?? null, written: match[0], index: match.index }));
}

/** The text as it is sent: `$${` → `${`. */
export function unescapeReferences(text: string): string {
  return text.replaceAll('$${', '${');
}

/** Whether a text is one whole `${name}`, which a field that is not text may be. */
export function isWholeReference(text: string): boolean {
  return WHOLE.test(text);
}

/** How often `part` stands in the text before `index`, without overlaps: which of several a person must look at. */
export function countBefore(text: string, part: string, index: number): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1 && at < index; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}
