import { type Diagnostic, diagnosticAt } from '../model/diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts';
import { type Places, SourceText } from '../model/places.ts';
import type { KeysInUse } from '../model/secrets.ts';
import type { PersonaFile } from './discover.ts';
import { parseYaml } from './parse-yaml.ts';
import { TreePlaces } from './place-tree.ts';
import { readText } from './read.ts';
import { explainReadProblem } from './read-problem.ts';

export interface ParsedPersona extends PersonaFile {
  /** The file as read, without a byte order mark; empty where it could not be read. */
  readonly text: string;
  /** Null where the file could not be read; `diagnostics` say why. It may be there beside diagnostics, so that the rest is judged too. */
  readonly value: JsonObject | null;
  readonly places: Places;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and parses one persona file. Every problem is a diagnostic, which never shows the key in use; never throws. */
export async function parsePersonaFile(file: PersonaFile, keyInUse: KeysInUse = null): Promise<ParsedPersona> {
  const read = await readText(file.path);
  if (!read.ok) {
    const places = new TreePlaces(new SourceText(file.file, ''), null);
    return {
      ...file,
      text: '',
      value: null,
      places,
      diagnostics: [explainReadProblem(read.problem, file.file, file.key, keyInUse)],
    };
  }
  return parsePersonaText(file, read.text);
}

/** The same from a text, wherever it comes from. */
export function parsePersonaText(file: PersonaFile, text: string): ParsedPersona {
  const { value, places, diagnostics } = parseYaml(text, file.file, file.key);
  const parsed = { ...file, text, places };
  if (isJsonObject(value)) return { ...parsed, value, diagnostics };
  if (diagnostics.length > 0) return { ...parsed, value: null, diagnostics };
  return { ...parsed, value: null, diagnostics: [explainNoMapping(value, places, file.key)] };
}

function explainNoMapping(value: JsonValue, places: Places, key: string): Diagnostic {
  const hint = 'Write at least a line `name: …`.';
  if (value === null) {
    return diagnosticAt(places.value(''), { code: 'file_empty', summary: 'The file is empty.', hint, key });
  }
  const found = Array.isArray(value) ? 'a list' : 'one value';
  const summary = `A persona file holds lines of the form \`key: value\`; this one holds ${found}.`;
  return diagnosticAt(places.value(''), { code: 'wrong_type', summary, hint, key });
}
