/** The single checks of doctor. Each is a sentence, and what mends it. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { KeyCheck } from '../bland/check-key.ts';
import { Stop } from '../errors.ts';
import { findRepository, type NoRepository } from '../git/repository.ts';
import type { Io } from '../io.ts';
import type { Check, CheckName } from '../model/checkup.ts';
import { commandFor, commandLine } from '../model/command-line.ts';
import type { Environment } from '../model/environment.ts';
import { describeFailure } from '../model/service.ts';
import { schemaLine } from '../pull/schema-line.ts';
import { count } from '../render/words.ts';
import { schemasFor } from './schema-place.ts';

export function check(name: CheckName, status: Check['status'], summary: string, hint: string | null = null): Check {
  return { name, status, summary, hint };
}

export function stopped(name: CheckName, { message, hint }: Stop): Check {
  return check(name, 'failed', message, hint);
}

const SCHEMA_LINE = /^# yaml-language-server: \$schema=(\S+)/m;

/** Without the line an editor neither completes nor checks the file. `files`: path and name of each persona file. */
export async function checkSchemaLines(
  files: readonly { readonly path: string; readonly key: string }[],
  io: Pick<Io, 'cwd' | 'packageFolder'>,
): Promise<Check> {
  if (files.length === 0) return check('schema', 'skipped', 'There is no persona file to look at.');
  const judged = await Promise.all(files.map(async ({ path, key }) => ({ path, key, why: await schemaTrouble(path) })));
  const without = judged.filter(({ why }) => why !== null);
  const [first] = without;
  if (first === undefined) return check('schema', 'ok', 'Every persona file begins with the line that editors read.');
  const names = without.map(({ key }) => key).slice(0, 5);
  const more = without.length > names.length ? ` and ${without.length - names.length} more` : '';
  const summary = `${count(without.length, 'persona file')} ${first.why}: ${names.join(', ')}${more}.`;
  const line = schemaLine(schemasFor(dirname(first.path), io), 'persona');
  return check('schema', 'warning', summary, `For completion and checks in editors, begin with: ${line}`);
}

/** Null where the line is there, and leads to a file or an address. */
async function schemaTrouble(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const target = SCHEMA_LINE.exec(text)?.[1];
  if (target === undefined) return 'without a schema line';
  if (/^https?:/.test(target)) return null;
  const found = await stat(resolve(dirname(path), target)).catch(() => null);
  return found === null ? 'with a schema line that leads nowhere' : null;
}

/** Who moved is asked of history: a shallow clone has none. */
export async function checkGit(folder: string, io: Io): Promise<Check> {
  const found = await findRepository({ folder, env: io.env });
  if ('why' in found)
    return check(
      'git',
      'warning',
      NO_REPOSITORY[found.why],
      `Who moved cannot be told without it: ${MENDED_BY[found.why]}`,
    );
  if (!found.shallow) return check('git', 'ok', 'The whole history is here.');
  const hint = 'In CI: `with: { fetch-depth: 0 }` for actions/checkout; here: git fetch --unshallow';
  return check('git', 'warning', 'The clone is shallow: who moved cannot be told.', hint);
}

const NO_REPOSITORY: Readonly<Record<NoRepository['why'], string>> = {
  no_repository: 'The project is in no git repository.',
  no_git: 'git is not installed.',
  no_commits: 'The repository has no commit yet.',
  refused: 'git does not trust this folder, which belongs to another user.',
  git_failed: 'git could not be asked.',
};

const MENDED_BY: Readonly<Record<NoRepository['why'], string>> = {
  no_repository: 'git init, and commit the files.',
  no_git: 'install it.',
  no_commits: 'commit the files.',
  refused: 'git config --global --add safe.directory, with the folder, if you trust it.',
  git_failed: 'see what git status says.',
};

/** `options`: what every command needs that is advised, such as `--config FILE`. */
export function checkKeyAnswer(found: KeyCheck | Stop, options: readonly string[] = []): Check {
  if (found instanceof Stop) return stopped('key', found);
  const { answer, keyEnv, baseUrl } = found;
  if (answer.ok) {
    const limit = answer.value.rateLimit === null ? '' : ` (${count(answer.value.rateLimit, 'request')} a second)`;
    return check('key', 'ok', `${baseUrl} accepts ${keyEnv}${limit}.`);
  }
  const { failure } = answer;
  if (failure.kind === 'unauthorized') {
    const hint = `Set ${keyEnv} to a key of the account, without quotes or spaces; an old one may have been deleted in the dashboard.`;
    return check('key', 'failed', `${baseUrl} refuses ${keyEnv}: ${describeFailure(failure)}.`, hint);
  }
  if (failure.kind === 'not_found')
    return check(
      'key',
      'warning',
      `${baseUrl} does not say who the key belongs to (404).`,
      `Try it: ${commandFor('plan', [], options)}`,
    );
  return check(
    'key',
    'failed',
    `${baseUrl} does not answer: ${describeFailure(failure)}.`,
    'Check BLAND_BASE_URL, the network and HTTPS_PROXY.',
  );
}

/** `live`: the account of a persona that the key shows, or null. */
export function checkAccount(
  environment: Environment | null,
  live: string | null,
  config: string | null,
  options: readonly string[] = [],
): Check {
  const wanted = environment?.account ?? null;
  if (live === null) return check('account', 'skipped', 'No persona says which account this is.');
  if (environment === null) return check('account', 'ok', `The key is for account ${live}.`);
  if (wanted === live)
    return check('account', 'ok', `The key is for account ${live}, as the environment ${environment.name} has it.`);
  if (wanted !== null) {
    const hint = `Set ${environment.keyEnv} to a key of that account, or correct \`account\` in ${config ?? 'persona-sync.yaml'}.`;
    return check(
      'account',
      'failed',
      `The key is for account ${live}, but the environment ${environment.name} is for ${wanted}.`,
      hint,
    );
  }
  const named = options.includes('--env') ? options : [...options, '--env', environment.name];
  const pin = `Write \`account: ${live}\` under ${environment.name} in ${config ?? 'persona-sync.yaml'}, or: ${commandLine(['pull', '--all', ...named])}`;
  return check(
    'account',
    'warning',
    `The environment ${environment.name} names no account; the key is for ${live}.`,
    pin,
  );
}

/** Where no key opens one. */
export const UNKNOWN_ACCOUNT = check('account', 'skipped', 'The key has to work first: it says which account this is.');

export const UNKNOWN_PERSONAS = check('personas', 'skipped', 'The key has to work first: it opens the personas.');

/** In milliseconds. */
const MOST_SKEW = 60_000;

export function checkClock(found: KeyCheck | Stop, now: Date): Check {
  if (found instanceof Stop) return check('clock', 'skipped', 'The service was not asked for the time.');
  const { date } = found;
  if (date === null) return check('clock', 'skipped', 'The service told no time.');
  const skew = now.getTime() - date.getTime();
  if (Math.abs(skew) <= MOST_SKEW) return check('clock', 'ok', 'The clock agrees with that of the service.');
  const seconds = Math.round(Math.abs(skew) / 1000);
  const summary = `The clock is ${count(seconds, 'second')} ${skew > 0 ? 'ahead of' : 'behind'} that of the service.`;
  return check('clock', 'warning', summary, 'Set it (timedatectl set-ntp true): journals, locks and TLS depend on it.');
}
