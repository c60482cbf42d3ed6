/**
 * The file of an environment: ids and values. It is read like a persona file, bounded and inside the project only, and
 * its problems are told with those of the persona files.
 */
import { sep } from 'node:path';
import { findKeysInYaml } from '../load/key-shapes.ts';
import { findRealPath } from '../load/look.ts';
import { parseYaml } from '../load/parse-yaml.ts';
import { isInside } from '../load/paths.ts';
import { readText } from '../load/read.ts';
import { explainReadProblem } from '../load/read-problem.ts';
import { type Diagnostic, diagnosticAt, diagnosticOf, hasErrors, orderDiagnostics } from '../model/diagnostic.ts';
import { type Bindings, type BoundId, type EnvironmentFile, NO_BINDINGS } from '../model/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointer } from '../model/json.ts';
import type { Places } from '../model/places.ts';
import { type KeysInUse, keyShapes } from '../model/secrets.ts';
import { validateEnvironment } from '../validate/environment.ts';
import { readValue } from './value.ts';

export interface ReadBindings extends Bindings {
  readonly diagnostics: readonly Diagnostic[];
}

/** `root`: the project root, symlinks resolved. */
export async function readBindings(
  environment: EnvironmentFile,
  { root, keyInUse }: { readonly root: string; readonly keyInUse: KeysInUse },
): Promise<ReadBindings> {
  const { path, file, namedAt } = environment;
  const real = findRealPath(path);
  if (real === null && namedAt === null) return { ...NO_BINDINGS, diagnostics: [] };
  if (!isInside(real ?? path, root) || !isInside(path, root) || (real ?? path).split(sep).includes('.git'))
    return nothing(explainOutside(environment));
  const read = await readText(path);
  if (read.ok) return parseBindings(read.text, file, keyInUse);
  if (read.problem.kind === 'missing') return nothing(explainMissing(environment));
  return nothing(explainReadProblem(read.problem, file, null, keyInUse));
}

/** The same from a text, wherever it comes from. `file` is relative to the working directory. */
export function parseBindings(text: string, file: string, keyInUse: KeysInUse): ReadBindings {
  const { value, places, diagnostics } = parseYaml(text, file, null);
  const keys = findKeysInYaml({ file, value, places }, null, keyInUse);
  const settings = value ?? {};
  if (keys.length > 0) return { ...NO_BINDINGS, ids: boundIds(settings, places), diagnostics: keys };
  const problems = orderDiagnostics([
    ...diagnostics,
    ...(hasErrors(diagnostics) ? [] : validateEnvironment(settings, places)),
  ]);
  if (!isJsonObject(settings)) return { ...NO_BINDINGS, diagnostics: problems };
  const values = readValues(settings, places);
  return { ids: boundIds(settings, places), values: values.values, diagnostics: [...problems, ...values.diagnostics] };
}

function boundIds(settings: JsonValue, places: Places): Map<string, BoundId> {
  const ids = isJsonObject(settings) ? ownValue(settings, 'ids') : undefined;
  return new Map(
    Object.entries(isJsonObject(ids) ? ids : {}).flatMap(([key, id]) => {
      if (typeof id !== 'string' || keyShapes(id, null).length > 0) return [];
      const at = pointer('ids', key);
      const { file, line, column } = places.value(at);
      return [[key, { id, place: { file, line, column }, spot: places.key(at) }]];
    }),
  );
}

function readValues(
  settings: JsonObject,
  places: Places,
): Pick<Bindings, 'values'> & { readonly diagnostics: Diagnostic[] } {
  const all = ownValue(settings, 'values');
  const read = Object.entries(isJsonObject(all) ? all : {}).map(
    ([name, value]) => [name, readValue(value, pointer('values', name), places)] as const,
  );
  return {
    values: new Map(read.map(([name, { value }]) => [name, value])),
    diagnostics: read.flatMap(([, { diagnostics }]) => diagnostics),
  };
}

function nothing(diagnostic: Diagnostic): ReadBindings {
  return { ...NO_BINDINGS, diagnostics: [diagnostic] };
}

function explainOutside({ file, namedAt }: EnvironmentFile): Diagnostic {
  const problem = {
    code: 'file_outside',
    summary: 'The environment file lies outside of the project.',
    hint: 'Put it inside the project; symbolic links do not help.',
    key: null,
  } as const;
  return namedAt === null ? diagnosticOf(file, problem) : diagnosticAt(namedAt, problem);
}

function explainMissing({ file, namedAt }: EnvironmentFile): Diagnostic {
  const problem = {
    code: 'file_unreadable',
    summary: 'The environment file is not there.',
    hint: `Create ${file} (it may be empty), or correct the path; it is relative to this file.`,
    key: null,
  } as const;
  return namedAt === null ? diagnosticOf(file, problem) : diagnosticAt(namedAt, problem);
}
