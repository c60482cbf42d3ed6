import { readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import { type Problem, quoted } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest.ts';
import { type KeysInUse, keyShapes, redact } from '../model/secrets.ts';
import { findRealPath } from './look.ts';
import { displayPath, isInside } from './paths.ts';
import { type ReadProblem, readText } from './read.ts';

export type OpenedPrompt =
  | {
      readonly ok: true /** Relative to the working directory, with `/`. */;
      readonly file: string;
      readonly text: string;
    }
  | { readonly ok: false; readonly problem: Omit<Problem, 'key'> };

/** Where prompt files may lie. `root` has its symlinks resolved; both are absolute. */
export interface PromptPlace {
  readonly root: string;
  readonly cwd: string;
  /** The keys of this run: none may stand in a name. */
  readonly keyInUse: KeysInUse;
}

/** Reads a prompt file: inside the root once symlinks are resolved, and never git's own files, which may hold tokens. */
export async function openPrompt(written: string, folder: string, options: PromptPlace): Promise<OpenedPrompt> {
  const { root, cwd, keyInUse } = options;
  if (keyShapes(written, keyInUse).length > 0) return refuseKey(redact(written, keyInUse));
  if (isAbsolute(written)) return refuse(ABSOLUTE, written);
  const path = resolve(findRealPath(folder) ?? folder, written);
  if (!isInside(path, root)) return refuse(OUTSIDE, written);
  const real = findRealPath(path);
  if (real === null) return refuseMissing(written, path, root);
  if (!isInside(real, root)) return refuse(OUTSIDE, written);
  if (real.split(sep).includes('.git')) return refuse(INSIDE_GIT, written);
  const read = await readText(real);
  if (!read.ok) return { ok: false, problem: explainRead(read.problem, written) };
  return { ok: true, file: displayPath(resolve(folder, written), cwd), text: read.text };
}

type Refusal = readonly [summary: string, hint: string];

const ABSOLUTE: Refusal = ['is absolute', 'Write the path relative to this persona file, as in ../prompts/support.md.'];
const OUTSIDE: Refusal = [
  'lies outside of the project',
  'Put the prompt file inside the project; symbolic links do not help.',
];
const INSIDE_GIT: Refusal = ["is one of git's own files", 'Name a prompt file.'];

function refuse([why, hint]: Refusal, written: string): OpenedPrompt {
  const problem = { code: 'prompt_file_outside', summary: `The prompt file ${quoted(written)} ${why}.`, hint } as const;
  return { ok: false, problem };
}

function refuseKey(shown: string): OpenedPrompt {
  const summary = `The name ${quoted(shown)} of the prompt file holds what looks like an API key.`;
  const hint = 'Rename the file: paths are printed, and stand in plans.';
  return { ok: false, problem: { code: 'key_shape', summary, hint } };
}

function refuseMissing(written: string, path: string, root: string): OpenedPrompt {
  const nearest = nearestFile(path, root);
  const meant = nearest === null ? null : `Did you mean ${quoted(written.slice(0, -basename(path).length) + nearest)}?`;
  const hint = meant ?? 'Create it, or correct the path; it is relative to this persona file.';
  return { ok: false, problem: { code: 'prompt_file_missing', summary: `There is no file ${quoted(written)}.`, hint } };
}

/** A file of a similar name in the same folder; folders outside of the root are not looked into. */
function nearestFile(path: string, root: string): string | null {
  const folder = findRealPath(dirname(path));
  if (folder === null || !isInside(folder, root)) return null;
  return nearestName(basename(path), namesIn(folder));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function explainRead(problem: ReadProblem, written: string): Omit<Problem, 'key'> {
  const file = `The prompt file ${quoted(written)}`;
  switch (problem.kind) {
    case 'missing':
      return { code: 'prompt_file_missing', summary: `${file} is not there.`, hint: 'Create it, or correct the path.' };
    case 'not_regular':
      return { code: 'prompt_file_unreadable', summary: `${file} is ${problem.found}.`, hint: 'Name a regular file.' };
    case 'too_large':
      return {
        code: 'file_too_large',
        summary: `${file} is larger than 1 MiB.`,
        hint: 'Shorten it: no call can use so long a prompt.',
      };
    case 'not_utf8': {
      const where = `line ${problem.line}, column ${problem.column}`;
      return { code: 'not_utf8', summary: `${file} is not UTF-8 (${where}).`, hint: 'Save the file as UTF-8.' };
    }
    case 'failed':
      return {
        code: 'prompt_file_unreadable',
        summary: `${file} cannot be read: ${problem.message}.`,
        hint: 'Make it readable for you.',
      };
  }
}
