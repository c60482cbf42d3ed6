import { nearestName } from '../model/nearest.ts';

/** One failed keyword of a schema, as plain data. */
export interface SchemaProblem {
  /** JSON Pointer of the value that failed. */
  readonly path: string;
  readonly keyword: string;
  /** The unknown, missing or unfit key, for those keywords; else ''. */
  readonly name: string;
  /** What the schema accepts there: `string`, `null`, `boolean`, `number`, `array`, `object`. */
  readonly types: readonly string[];
  readonly pattern: string | null;
  /** The keys the schema knows at this value. */
  readonly properties: readonly string[];
  /** The validator's own words. */
  readonly message: string;
}

/** About how many keys there are: follows from an unknown key beside it, which says more. */
const ABOUT_COUNT: readonly string[] = ['minProperties', 'maxProperties'];

/**
 * One problem, one diagnostic: of several failed keywords of one value only the first counts (empty text fails both
 * `minLength` and `pattern`), a mapping with an unknown key is not also told that it has too many keys, and a
 * misspelt `nmae` is not also told as a missing `name`.
 */
export function droppedNoise(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const unknown = problems.filter((problem) => problem.keyword === 'additionalProperties');
  const withUnknownKey = new Set(unknown.map((problem) => problem.path));
  const misspelt = new Set(
    unknown.map((problem) => `${problem.path} ${nearestName(problem.name, problem.properties)}`),
  );
  const told = new Set<string>();
  return problems.filter((problem) => {
    if (problem.keyword === 'required') return !misspelt.has(`${problem.path} ${problem.name}`);
    if (problem.keyword === 'additionalProperties' || problem.keyword === 'propertyNames') return true;
    if (ABOUT_COUNT.includes(problem.keyword) && withUnknownKey.has(problem.path)) return false;
    if (told.has(problem.path)) return false;
    told.add(problem.path);
    return true;
  });
}
