/** Differences that come from no file: made in the dashboard since the last promote. */
import { commandFor } from './command-line.ts';
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
  return [
    `To keep it, bring it into the file: ${adoptCommand(key, paths, options)}`,
    `To ship it as it is: ${allow}`,
    `To discard it: ${commandFor('rollback', [key], ['--to', 'production', ...options])}`,
  ];
}

/** The command that brings live fields into the persona's file. */
export function adoptCommand(key: string, paths: readonly string[], options: readonly string[]): string {
  const fields = paths.map((path) => pointerSegments(path).join('.')).join(',');
  return commandFor('pull', [key], ['--fields', fields, ...options]);
}
