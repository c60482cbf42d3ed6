/** Which files a project begins with, beside those that are there. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../errors.ts';
import type { TextWrite } from '../files/write-all.ts';
import type { BegunFile } from '../model/begun.ts';
import type { Recipes } from '../model/command.ts';
import { configText, EXAMPLE_NAME, exampleText, withLine } from '../pull/beginnings.ts';
import { schemasFor } from './schema-place.ts';

export interface Beginning {
  /** Absolute. */
  readonly folder: string;
  readonly personas: string;
  readonly environments: readonly string[];
  readonly ci: Recipes;
  /** Absolute: where this package lies, with its recipes. */
  readonly packageFolder: string;
}

export interface PlannedFile extends BegunFile {
  /** Null where it is kept. */
  readonly write: TextWrite | null;
}

/** Where each recipe of `examples/ci` goes. */
const PLACES: Readonly<Record<Recipes, readonly (readonly [recipe: string, file: string])[]>> = {
  github: (['plan', 'apply', 'drift', 'operate'] as const).map((name) => [
    name,
    `.github/workflows/persona-${name}.yml`,
  ]),
  gitlab: [['gitlab-ci', '.gitlab/persona-sync.yml']],
  none: [],
};

export async function planFiles(beginning: Beginning): Promise<PlannedFile[]> {
  const { folder, personas, environments, ci, packageFolder } = beginning;
  const schemas = (place: string): string => schemasFor(place, { cwd: folder, packageFolder });
  const text = configText({ personas, environments, inCi: ci !== 'none', schemas: schemas(folder) });
  const config = await fresh(folder, 'persona-sync.yaml', text);
  const names = await readdir(join(folder, personas)).catch((): string[] => []);
  const example =
    names.length > 0
      ? []
      : [
          await fresh(
            folder,
            `${personas}/${EXAMPLE_NAME}`,
            exampleText(environments.length < 2, schemas(join(folder, personas))),
          ),
        ];
  const recipes = await Promise.all(
    PLACES[ci].map(async ([name, file]) => {
      const text = await readFile(join(packageFolder, 'examples', 'ci', `${name}.yml`), 'utf8');
      return fresh(folder, file, text);
    }),
  );
  return [config, ...example, await ignored(folder), ...recipes];
}

async function fresh(folder: string, file: string, after: string): Promise<PlannedFile> {
  const path = join(folder, file);
  const before = await textAt(path);
  if (before !== null) return { file, action: 'kept', write: null };
  return { file, action: 'written', write: { path, before: null, after } };
}

/** Journals and the lock are for this checkout alone; and where npm installs, `git add .` comes next. */
async function ignored(folder: string): Promise<PlannedFile> {
  const file = '.gitignore';
  const path = join(folder, file);
  const before = await textAt(path);
  const isPackage = (await textAt(join(folder, 'package.json'))) !== null;
  const lines = ['.persona-sync/', ...(isPackage ? ['node_modules/'] : [])];
  const after = lines.reduce((text, line) => withLine(text, line) ?? text, before);
  if (after === null || after === before) return { file, action: 'kept', write: null };
  return { file, action: before === null ? 'written' : 'extended', write: { path, before, after } };
}

/** Null where there is nothing of that name. What cannot be read is there, and kept. */
async function textAt(path: string): Promise<string | null> {
  try {
    return new TextDecoder().decode(await readFile(path));
  } catch (thrown) {
    return isCode(thrown, 'ENOENT') || isCode(thrown, 'ENOTDIR') ? null : '';
  }
}
