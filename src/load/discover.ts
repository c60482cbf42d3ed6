import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { compareText } from '../model/compare-text.ts';
import { type Diagnostic, diagnosticOf, quoted } from '../model/diagnostic.ts';
import { type KeysInUse, keyShapes, redact } from '../model/secrets.ts';
import { findRealPath, statOf } from './look.ts';
import { displayPath, isInside } from './paths.ts';

export interface PersonaFile {
  /** The path below the personas folder without ending, with `/`. */
  readonly key: string;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
}

export interface Discovered {
  /** Sorted by key. */
  readonly files: readonly PersonaFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the persona files below a folder: `.yaml` and `.yml`; names that begin with `_` or `.` are skipped, symbolic
 * links to folders are not followed. `folder`, `cwd` and `root` are absolute; with a `root` (symlinks resolved), a
 * symbolic link to a file outside of it is an error, since a diagnostic shows lines of what it reads.
 * `keyInUse` is the API key of this run: neither it nor another may stand in a name.
 */
export function discover(
  folder: string,
  cwd: string,
  root: string | null = null,
  keyInUse: KeysInUse = null,
): Discovered {
  const missing = explainMissing(folder, cwd);
  if (missing !== null) return { files: [], diagnostics: [missing] };
  const search: Search = { cwd, root, files: [], diagnostics: [] };
  searchFolder(folder, '', search);
  const files = search.files.sort((a, b) => compareText(a.key, b.key) || compareText(a.file, b.file));
  const secret = files.filter(({ key }) => keyShapes(key, keyInUse).length > 0);
  const showable = files.filter(({ key }) => keyShapes(key, keyInUse).length === 0);
  const diagnostics = [
    ...search.diagnostics,
    ...secret.map((file) => explainSecretName(file, keyInUse)),
    ...showable.flatMap(explainKey),
    ...explainTwins(showable),
  ];
  return { files, diagnostics };
}

interface Search {
  readonly cwd: string;
  readonly root: string | null;
  readonly files: PersonaFile[];
  readonly diagnostics: Diagnostic[];
}

function explainMissing(folder: string, cwd: string): Diagnostic | null {
  const file = displayPath(folder, cwd);
  const found = statOf(folder);
  if (found?.isDirectory()) return null;
  const what = found === null ? `There is no folder ${quoted(file)}.` : `${quoted(file)} is not a folder.`;
  const hint =
    'Create it and put one YAML file a persona in it, or name another folder as `personas` in persona-sync.yaml.';
  return diagnosticOf(file, { code: 'nothing_found', summary: what, hint, key: null });
}

function searchFolder(folder: string, prefix: string, search: Search): void {
  for (const entry of listFolder(folder, search)) {
    if (/^[_.]/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) searchFolder(path, `${prefix}${entry.name}/`, search);
    else if (entry.isSymbolicLink()) searchLink(path, prefix + entry.name, search);
    else addFile(path, prefix + entry.name, search);
  }
}

function listFolder(folder: string, search: Search): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    const summary = `The folder cannot be read: ${messageOf(thrown)}.`;
    const hint = 'Make the folder readable for you, or begin its name with `_` so that it is skipped.';
    search.diagnostics.push(
      diagnosticOf(displayPath(folder, search.cwd), { code: 'file_unreadable', summary, hint, key: null }),
    );
    return [];
  }
}

function searchLink(path: string, name: string, search: Search): void {
  const file = displayPath(path, search.cwd);
  const target = statOf(path);
  if (target?.isDirectory()) {
    const summary = 'A symbolic link to a folder is not followed.';
    const hint = 'Move the folder here, or begin the name of the link with `_` so that it is skipped in silence.';
    search.diagnostics.push(
      diagnosticOf(file, { severity: 'warning', code: 'symlink_folder', summary, hint, key: null }),
    );
  } else if (
    isPersonaName(name) &&
    target !== null &&
    search.root !== null &&
    !isInside(findRealPath(path) ?? path, search.root)
  ) {
    const summary = 'The symbolic link leads out of the project.';
    const hint = 'Put a copy of the file in its place.';
    search.diagnostics.push(diagnosticOf(file, { code: 'file_outside', summary, hint, key: null }));
  } else {
    addFile(path, name, search);
  }
}

const ENDING = /\.ya?ml$/i;

/** Whether a file of this name, or below folders of these names, is a persona's. */
export function isPersonaPath(path: string): boolean {
  return isPersonaName(path) && !path.split('/').some((name) => /^[_.]/.test(name));
}

/** The key of a file by its path below the personas folder. */
export function keyOfPath(path: string): string {
  return path.replace(ENDING, '');
}

function isPersonaName(name: string): boolean {
  return ENDING.test(name);
}

function addFile(path: string, name: string, search: Search): void {
  if (isPersonaName(name)) search.files.push({ key: keyOfPath(name), file: displayPath(path, search.cwd), path });
}

/** Control, direction and zero-width characters, bytes that are no text, backslashes, and spaces at the ends of a name. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD\\]|(?:^|\/)\s|\s(?:\/|$)/u;

function explainKey({ key, file }: PersonaFile): Diagnostic[] {
  if (!UNFIT.test(key)) return [];
  const summary = `The name ${quoted(key)} holds characters that cannot be seen or typed everywhere.`;
  const hint = 'Rename the file: letters, digits, `-`, `_` and `.` are safe.';
  return [diagnosticOf(file, { code: 'key_invalid', summary, hint, key })];
}

/** A persona's key is printed and stands in plans, whose digest must not change with what is taken out of them. */
function explainSecretName({ key, file }: PersonaFile, keyInUse: KeysInUse): Diagnostic {
  const shown = redact(key, keyInUse);
  const summary = `The name ${quoted(shown)} holds what looks like an API key.`;
  const hint = 'Rename the file or the folder; if the key is real, make a new one in the dashboard.';
  return diagnosticOf(redact(file, keyInUse), { code: 'key_shape', summary, hint, key: shown });
}

/** Keys must differ by more than case and Unicode form: some file systems keep only one of such names. */
function explainTwins(files: readonly PersonaFile[]): Diagnostic[] {
  const first = new Map<string, PersonaFile>();
  return files.flatMap((file) => {
    const plain = file.key.normalize('NFC').toLowerCase();
    const known = first.get(plain);
    if (known === undefined) {
      first.set(plain, file);
      return [];
    }
    const summary = `${quoted(file.file)} and ${quoted(known.file)} have the same key ${quoted(plain)}.`;
    const hint = 'Rename one of the two: a key is the path without its ending, and case does not count.';
    return [diagnosticOf(file.file, { code: 'key_duplicate', summary, hint, key: file.key })];
  });
}
