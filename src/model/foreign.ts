/** Differences that come from no file: made in the dashboard since the last promote. */
import { commandFor } from './command-line.ts';
import { CALL_SETTINGS, fieldNamed } from './fields.ts';
import { pointerSegments } from './json.ts';

export interface ForeignFields {
  readonly key: string;
  /** JSON Pointers. */
  readonly paths: readonly string[];
  /** The command line that ships them. */
  readonly allow: string;
  /** What every command needs that is advised, such as `--config FILE`. */
  readonly options: readonly string[];
}

/** What may become of them, one line each: keep, ship, discard. */
export function foreignWays({ key, paths, allow, options }: ForeignFields): string[] {
  const unlisted = paths.filter((path) => !isDocumented(path));
  const first =
    unlisted.length === 0 ? '' : `name ${namesOf(unlisted)} under \`allow_fields\` in persona-sync.yaml, and `;
  return [
    `To keep it, ${first}bring it into the file: ${adoptCommand(key, paths, options)}`,
    `To ship it as it is: ${allow}`,
    discardingLine(paths, commandFor('rollback', [key], ['--to', 'production', ...options])),
  ];
}

/** Rollback sets the documented fields of a version; what else the service has is for the dashboard. */
function discardingLine(paths: readonly string[], rollback: string): string {
  const left = paths.filter((path) => fieldNamed(pointerSegments(path)[0] ?? '')?.plane !== 'draft');
  if (left.length === 0) return `To discard it: ${rollback}`;
  const byHand = `To discard it, set ${namesOf(left)} back in the dashboard`;
  return left.length === paths.length ? byHand : `${byHand}, and the rest: ${rollback}`;
}

function isDocumented(path: string): boolean {
  const [field = '', setting] = pointerSegments(path);
  return (
    fieldNamed(field) !== undefined && (setting === undefined || CALL_SETTINGS.some(({ name }) => name === setting))
  );
}

function namesOf(paths: readonly string[]): string {
  return paths.map((path) => `\`${pointerSegments(path).join('.')}\``).join(', ');
}

/** The command that brings live fields into the persona's file. */
function adoptCommand(key: string, paths: readonly string[], options: readonly string[]): string {
  const fields = paths.map((path) => pointerSegments(path).join('.')).join(',');
  return commandFor('pull', [key], ['--fields', fields, ...options]);
}
