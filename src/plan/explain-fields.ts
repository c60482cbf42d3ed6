/** Each field of a persona, with the places that its value comes from. In schema order; those that no file names too. */
import type { Place } from '../model/diagnostic.ts';
import type { Bindings } from '../model/environment.ts';
import type { ExplainedField, FieldSource } from '../model/explained.ts';
import { CALL_SETTINGS, FIELDS } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue, pointer } from '../model/json.ts';
import type { ResolvedPersona } from '../model/persona.ts';

/** The id of a persona that is bound to nothing counts as a field that is not managed. */
export function explainFields(persona: ResolvedPersona, { values }: Pick<Bindings, 'values'>): ExplainedField[] {
  const { set, id, idSpot } = persona;
  const known = FIELDS.map((field) => field.name);
  const names = [...known, ...Object.keys(set).filter((name) => !known.includes(name))];
  const idPlaces = (): FieldSource[] => [{ kind: 'file', ...placeOf(idSpot()) }];
  const own = { path: '/id', managed: id !== null, value: id, sources: id === null ? [] : idPlaces() };
  return [own, ...names.flatMap((name) => pathsOf(name, set)).map(({ path, value }) => explain(path, value))];

  function explain(path: string, value: JsonValue | undefined): ExplainedField {
    if (value === undefined) return { path, managed: false, value: null, sources: [] };
    return { path, managed: true, value, sources: sourcesOf(path, persona, values) };
  }
}

interface Field {
  readonly path: string;
  /** Undefined where no file names it. */
  readonly value: JsonValue | undefined;
}

/** Call settings are managed one by one. */
function pathsOf(name: string, set: JsonObject): Field[] {
  const value = ownValue(set, name);
  if (name !== 'call_config' || !isJsonObject(value)) return [{ path: pointer(name), value }];
  const keys = new Set([...CALL_SETTINGS.map((setting) => setting.name), ...Object.keys(value)]);
  return [...keys].map((key) => ({ path: pointer(name, key), value: ownValue(value, key) }));
}

function sourcesOf(
  path: string,
  { places, promptFiles, used }: ResolvedPersona,
  values: Bindings['values'],
): FieldSource[] {
  const names = new Set(used.filter((one) => concerns(one.path, path)).map(({ name }) => name));
  return [
    { kind: 'file', ...placeOf(places.value(path)) },
    ...promptFiles.flatMap((prompt): FieldSource[] =>
      prompt.path === path ? [{ kind: 'prompt', file: prompt.file, line: 1, column: 1 }] : [],
    ),
    ...[...names].flatMap((name): FieldSource[] => {
      const place = values.get(name)?.place;
      return place === undefined ? [] : [{ kind: 'value', name, ...placeOf(place) }];
    }),
  ];
}

function concerns(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

function placeOf({ file, line, column }: Place): Place {
  return { file, line, column };
}
