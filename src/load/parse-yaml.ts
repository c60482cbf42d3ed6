import { type Diagnostic, diagnosticAt } from '../model/diagnostic.ts';
import type { JsonValue } from '../model/json.ts';
import { type Places, SourceText } from '../model/places.ts';
import { convertTree } from './convert.ts';
import { explainSyntax } from './explain-syntax.ts';
import { findMergeConflicts } from './merge-conflict.ts';
import { type PlaceNode, TreePlaces } from './place-tree.ts';
import { readYaml } from './yaml.ts';

export interface ParsedYaml {
  /** Null for a file without content, and where `diagnostics` say why it could not be read. */
  readonly value: JsonValue;
  readonly places: Places;
  readonly diagnostics: readonly Diagnostic[];
}

/** `file` is relative to the working directory, `key` the persona's, or null. */
export function parseYaml(text: string, file: string, key: string | null): ParsedYaml {
  const source = new SourceText(file, text);
  const unreadable = firstNonEmpty(
    () => findMergeConflicts(source, key),
    () => findControlCharacters(source, key),
  );
  if (unreadable.length > 0) return { value: null, places: new TreePlaces(source, null), diagnostics: unreadable };
  const { root, problems } = readYaml(text);
  if (root === null || problems.length > 0) {
    return { value: null, places: new TreePlaces(source, null), diagnostics: explainSyntax(problems, source, key) };
  }
  const { value, place, diagnostics, whole } = convertTree(root, source, key);
  return { value: whole ? value : null, places: new TreePlaces(source, place, () => placesIn(source)), diagnostics };
}

/** The places alone, of a text that was read before. */
function placesIn(source: SourceText): PlaceNode | null {
  const { root } = readYaml(source.text);
  return root === null ? null : convertTree(root, source, null).place;
}

function firstNonEmpty(...searches: readonly (() => Diagnostic[])[]): Diagnostic[] {
  for (const search of searches) {
    const found = search();
    if (found.length > 0) return found;
  }
  return [];
}

/** All but tab and line ends; YAML 1.2 §5.1 does not allow them in a file, and the library lets them pass. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/g;

const MOST_CONTROL_CHARACTERS = 20;

function findControlCharacters(source: SourceText, key: string | null): Diagnostic[] {
  return [...source.text.matchAll(CONTROL)].slice(0, MOST_CONTROL_CHARACTERS).map((match) => {
    const code = match[0].charCodeAt(0).toString(16).padStart(2, '0');
    return diagnosticAt(source.spot(match.index, 1), {
      code: 'yaml_syntax',
      summary: `A control character (\\x${code}) stands here, which cannot be seen.`,
      hint: `Delete it; where it is meant, write "\\x${code}" in double quotes.`,
      key,
    });
  });
}
