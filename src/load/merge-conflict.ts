import { type Diagnostic, diagnosticAt } from '../model/diagnostic.ts';
import type { SourceText } from '../model/places.ts';

/** Lines that git leaves in a file it could not merge. `=======` alone is not one: Markdown underlines headings with it. */
const MARKER = /^(?:<{7}|>{7})(?= |\r?$)/gm;

/** One problem a conflict, at its first marker. `key` is the persona's. */
export function findMergeConflicts(source: SourceText, key: string | null): Diagnostic[] {
  if (!source.text.includes('<<<<<<<') && !source.text.includes('>>>>>>>')) return [];
  const found: Diagnostic[] = [];
  let inside = false;
  for (const match of source.text.matchAll(MARKER)) {
    const opens = match[0].startsWith('<');
    if (!inside || opens) found.push(conflictAt(source, match.index, key));
    inside = opens;
  }
  return found;
}

function conflictAt(source: SourceText, offset: number, key: string | null): Diagnostic {
  return diagnosticAt(source.spot(offset, 7), {
    code: 'merge_conflict',
    summary: 'A merge conflict is left in the file.',
    hint: 'Choose one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
    key,
  });
}
