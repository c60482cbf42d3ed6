import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findConfig, findRoot } from '../config/find.ts';
import { loadConfig } from '../config/load.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { writeAll } from '../files/write-all.ts';
import type { Io } from '../io.ts';
import { displayPath, isInside } from '../load/paths.ts';
import { type InitCommand, RECIPES } from '../model/command.ts';
import { quoted } from '../model/diagnostic.ts';
import { USUAL_KEY } from '../model/key-ring.ts';
import type { Stopped } from '../project.ts';
import { keyVariable } from '../pull/beginnings.ts';
import { initDocument, initText } from '../render/init.ts';
import { type Beginning, planFiles } from './init-files.ts';
import { createPrinter, printDocument, printResult, printStop } from './printer.ts';

/** Begins a project in the working directory. What is there stays as it is. */
export async function runInit(command: InitCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'init', command);
  const present = await presentConfig(io);
  if ('stop' in present) return printStop(printer, present.stop, present.diagnostics);
  const answered = await askMissing({ ...command, ...present }, io);
  const refused = await refuse(answered, io);
  if (refused !== null) return printStop(printer, refused, []);
  const beginning: Beginning = { ...answered, folder: io.cwd, packageFolder: io.packageFolder };
  const planned = await planFiles(beginning);
  const writes = planned.flatMap(({ write }) => (write === null ? [] : [write]));
  const written = await writeAll(writes, { root: await realpath(io.cwd), processes: io.processes });
  if (!written.ok) {
    const what = `${quoted(displayPath(written.path, io.cwd))} could not be written: ${written.why}. No file was changed.`;
    return printStop(printer, new Stop('write_file', what, 'When that is mended: persona-sync init'), []);
  }
  const files = planned.map(({ file, action }) => ({ file, action }));
  const examples = displayPath(join(io.packageFolder, 'examples', 'personas'), io.cwd);
  if (printer.format === 'json') printDocument(printer, initDocument(files));
  else if (!printer.quiet)
    printResult(printer, initText(files, { ...answered, variables: variablesOf(answered), examples }, printer.style));
  return EXIT.done;
}

type Answered = Pick<Beginning, 'personas' | 'environments' | 'ci'>;

function variablesOf({ environments }: Answered): readonly string[] {
  return environments.length === 0 ? [USUAL_KEY] : environments.map(keyVariable);
}

/** Enter takes what stands in brackets. Without a terminal, and for machines, nothing is asked. */
async function askMissing({ personas, environments, ci, format }: InitCommand, io: Io): Promise<Answered> {
  const asks = io.interactive && format === 'text';
  const ask: Ask = async (question, usual) => {
    const answer = asks ? await io.ask(question) : null;
    return answer === null || answer.trim() === '' ? usual : answer.trim();
  };
  const folder = personas ?? (await ask('Folder for the persona files [personas]: ', 'personas'));
  const named = environments ?? splitNames(await ask('Environments, such as staging,production [none]: ', 'none'));
  const recipes = ci ?? (await askRecipes(ask));
  return { personas: folder.replace(/\/+$/, ''), environments: named, ci: recipes };
}

type Ask = (question: string, usual: string) => Promise<string>;

/** Asks until the answer is one. */
async function askRecipes(ask: Ask): Promise<Answered['ci']> {
  let wanted = await ask('Recipes for a CI: github, gitlab or none [none]: ', 'none');
  for (;;) {
    const found = RECIPES.find((name) => name === wanted);
    if (found !== undefined) return found;
    wanted = await ask(`There is none for ${quoted(wanted)}. github, gitlab or none [none]: `, 'none');
  }
}

function splitNames(text: string): string[] {
  if (text === 'none') return [];
  return text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/** What the config says where there is one already: it is not asked for, and flags do not change it. */
async function presentConfig(io: Io): Promise<Partial<Pick<InitCommand, 'personas' | 'environments'>> | Stopped> {
  const found = findConfig(io.cwd, null);
  if (found instanceof Stop) return { stop: found, diagnostics: [] };
  if (found === null) return {};
  if (!isInside(found, io.cwd)) return { stop: belongsTo(displayPath(found, io.cwd)), diagnostics: [] };
  const loaded = await loadConfig({ cwd: io.cwd, configFlag: null, keys: io.keys });
  if (!loaded.ok) return loaded;
  const { personas, environments } = loaded.config;
  return { personas: displayPath(personas, io.cwd), environments: environments.map(({ name }) => name) };
}

function belongsTo(file: string): Stop {
  const hint = 'Work with that one; or begin another project elsewhere.';
  return new Stop('config', `This folder belongs to the project of ${quoted(file)}.`, hint);
}

async function refuse({ personas, environments, ci }: Answered, io: Io): Promise<Stop | null> {
  const folder = resolve(io.cwd, personas);
  if (folder === io.cwd || !isInside(folder, io.cwd)) {
    return new Stop(
      'usage',
      `The personas folder ${quoted(personas)} is not below this folder.`,
      'Name one that is: --personas personas',
    );
  }
  const odd = environments.find((name) => !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name));
  if (odd !== undefined) {
    return new Stop(
      'usage',
      `${quoted(odd)} is no name for an environment.`,
      'Use letters, digits, `-` and `_`: --environments staging,production',
    );
  }
  return ci === 'github' ? refuseBelowTop(io) : null;
}

/** GitHub reads workflows at the top of a repository alone. */
async function refuseBelowTop(io: Io): Promise<Stop | null> {
  const top = findRoot(io.cwd);
  if (top === io.cwd) return null;
  const hint = `Run persona-sync init --ci github in ${displayPath(top, io.cwd)}; or without --ci here, and copy the workflows of examples/ci there.`;
  return new Stop(
    'usage',
    'GitHub reads workflows only at the top of the repository, and this is a folder below it.',
    hint,
  );
}
