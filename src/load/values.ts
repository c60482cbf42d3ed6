/**
 * `${name}` in text: the value that an environment gives the name. `$${` stands for a literal `${`; Bland's own `{{name}}`
 * is left alone.
 */

const WHOLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

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

/** The text as it is sent: `$${` → `${`, and `${name}` → what `textOf` gives; null leaves it as it is written. */
export function fillReferences(text: string, textOf: (name: string) => string | null): string {
  return text.replaceAll(REFERENCE, (written, name: string | undefined) => {
    if (written === '$${') return '${';
    return (name === undefined ? null : textOf(name)) ?? written;
  });
}

/** The text as it is sent, without values: `$${` → `${`. */
export function unescapeReferences(text: string): string {
  return text.replaceAll('$${', '${');
}

/** The name of a text that is one whole `${name}`, else null: such a text takes the value with its type. */
export function wholeReference(text: string): string | null {
  return WHOLE.exec(text)?.[1] ?? null;
}

/** How often `part` stands in the text before `index`, without overlaps: which of several a person must look at. */
export function countBefore(text: string, part: string, index = text.length): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1 && at < index; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}
