import { type Diagnostic, type DiagnosticCode, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { AllowedFields } from '../model/fields.ts';
import { type JsonValue, pointer, pointerSegments } from '../model/json.ts';
import type { Places, Spot } from '../model/places.ts';
import { explainChoice } from './explain-choice.ts';
import { explainMissing } from './explain-missing.ts';
import { explainType, isTypeProblem } from './explain-type.ts';
import { explainUnknown } from './explain-unknown.ts';
import { labelOf, valueAt } from './label.ts';
import type { SchemaProblem } from './schema-problem.ts';

/**
 * Schema problems in the words of the person who writes the file: at the place of the offending key or value, saying
 * what is expected, what was found as it is written there, and what to type.
 */

/** The file that a schema has judged. */
export interface Explained {
  readonly value: JsonValue;
  readonly places: Places;
  /** The persona's key, or null. */
  readonly key: string | null;
  readonly allowed: AllowedFields;
  readonly document: 'persona' | 'config' | 'environment';
}

export interface Words {
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly hint: string;
}

export function explainProblems(problems: readonly SchemaProblem[], file: Explained): Diagnostic[] {
  return problems.flatMap((problem) => {
    if (problem.keyword === 'additionalProperties' && isAllowed(problem, file.allowed)) return [];
    return [diagnosticAt(spotOf(problem, file.places), { ...wordsFor(problem, file), key: file.key })];
  });
}

function isAllowed(problem: SchemaProblem, allowed: AllowedFields): boolean {
  if (problem.path === '') return allowed.root.includes(problem.name);
  return problem.path === '/call_config' && allowed.callConfig.includes(problem.name);
}

/** Told at the key, not at the mapping that holds it. */
const ABOUT_KEYS: readonly string[] = ['additionalProperties', 'propertyNames'];

function spotOf(problem: SchemaProblem, places: Places): Spot {
  if (!ABOUT_KEYS.includes(problem.keyword)) return places.value(problem.path);
  return places.key(problem.path + pointer(problem.name));
}

function wordsFor(problem: SchemaProblem, file: Explained): Words {
  if (problem.keyword === 'additionalProperties') return explainUnknown(problem, file.document);
  if (problem.keyword === 'required') return explainMissing(problem);
  if (problem.keyword === 'propertyNames') return explainName(problem);
  const found = valueAt(file.value, problem.path);
  if (isTypeProblem(problem, found)) return explainType(problem, found, file.places);
  return explainValue(problem, found);
}

/** A name that whoever writes the file may choose, but not so. */
function explainName({ path, name }: SchemaProblem): Words {
  const isValue = path === '/values';
  const summary = `${quoted(name)} cannot be the name of ${isValue ? 'a value' : 'an environment'}.`;
  const hint = isValue
    ? 'Begin with a letter or `_`, and go on with letters, digits and `_`.'
    : 'Begin with a letter or digit, and go on with letters, digits, `-` and `_`; 64 at most.';
  return { code: 'wrong_value', summary, hint };
}

/** The right type, but not a value that may stand there. */
function explainValue(problem: SchemaProblem, found: JsonValue | undefined): Words {
  const code = 'wrong_value';
  const label = labelOf(problem.path);
  if (problem.keyword === 'minProperties' || problem.keyword === 'maxProperties') {
    const summary = `${label} needs either \`file\` or \`files\`, one of the two.`;
    return { code, summary, hint: 'Write {file: ../prompts/name.md}, or {files: [first.md, second.md]}.' };
  }
  if (problem.keyword === 'minItems') {
    return {
      code,
      summary: `${label} is an empty list.`,
      hint: 'Name at least one file, or write null to clear the prompt.',
    };
  }
  if (problem.keyword === 'minLength' || problem.pattern === NOT_BLANK) {
    return {
      code,
      summary: `${label} must not be empty.`,
      hint: hintForEmpty(problem.path),
    };
  }
  if (problem.path === '/id' || problem.path.startsWith('/ids/')) {
    const hint = 'Copy the id from the address of the persona in the dashboard, or from the API: GET /v1/personas.';
    return { code, summary: `${label} has 1 to 64 letters, digits or hyphens; found ${describe(found)}.`, hint };
  }
  if (problem.path.startsWith('/allow_fields/')) {
    const hint = 'Write a name as the API has it: webhook, or call_config.background_track.';
    return { code, summary: `${describe(found)} is not the name of a field.`, hint };
  }
  const choice = explainChoice(problem, label, typeof found === 'string' ? found : JSON.stringify(found));
  if (choice !== null) return { code, ...choice };
  return {
    code,
    summary: `${label} ${problem.message}.`,
    hint: 'See the description of this key in your editor or the README.',
  };
}

const NOT_BLANK = '\\S';

function describe(found: JsonValue | undefined): string {
  return quoted(typeof found === 'string' ? found : (JSON.stringify(found) ?? ''));
}

function hintForEmpty(path: string): string {
  const last = pointerSegments(path).at(-1) ?? '';
  return /^\d+$/.test(last) ? 'Write text there, or delete the item.' : `Write text after \`${last}:\`.`;
}
