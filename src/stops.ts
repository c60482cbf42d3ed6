/** The wording of what stops a whole run, beyond what one library or border says itself. */
import type { Config } from './config/load.ts';
import { Stop } from './errors.ts';
import type { Diagnostic } from './model/diagnostic.ts';

export function nothingFound(config: Config): Stop {
  return new Stop(
    'no_personas',
    `There is no persona file (.yaml, .yml) in ${config.personas}.`,
    config.file === null
      ? 'Run this in the folder that holds `personas`, or name the folder in persona-sync.yaml: `personas: FOLDER`.'
      : `Put persona files there, or name another folder as \`personas\` in ${config.file}.`,
  );
}

export function nothingMatches(
  unmatched: readonly { readonly selector: string; readonly nearest: string | null }[],
): Stop {
  const names = unmatched.map(({ selector }) => `"${selector}"`).join(', ');
  const nearest = unmatched.flatMap((one) => (one.nearest === null ? [] : [`"${one.nearest}"`])).join(', ');
  const hint =
    nearest === '' ? 'A selector is a persona key, an id, a path or a glob of keys.' : `Did you mean ${nearest}?`;
  return new Stop('no_match', `No persona matches ${names}.`, hint);
}

export function invalidFiles(diagnostics: readonly Diagnostic[]): Stop {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  const what = errors === 1 ? '1 error' : `${errors} errors`;
  return new Stop(
    'invalid_files',
    `${what} in the files; nothing was sent.`,
    'Mend them; to check: persona-sync validate',
  );
}

export function refusedKey(
  { baseUrl, keyEnv }: { readonly baseUrl: string; readonly keyEnv: string },
  message: string,
): Stop {
  return new Stop(
    'unauthorized',
    `The service at ${baseUrl} refused the key: ${message}.`,
    `Set ${keyEnv} to a key of this account that may read and change personas.`,
  );
}

export function interruptedWhileReading(): Stop {
  return new Stop('interrupted', 'Interrupted while reading; nothing was written.');
}
