/** The actions that recipes use, as far as they use them: checkout, setup-node, artifacts. */
import { cp, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import picomatch from 'picomatch';
import { takeId } from '../github/state.ts';
import type { Machine } from './runner.ts';

export type Inputs = Readonly<Record<string, string>>;

/** Resolves with a line for the log; throws with the reason of a failure. */
type Simulated = (machine: Machine, inputs: Inputs) => Promise<string>;

/** By name, without the version. */
export const SIMULATED: Readonly<Record<string, Simulated>> = {
  'actions/checkout': checkout,
  'actions/setup-node': async () => `node ${process.version}`,
  'actions/upload-artifact': upload,
  'actions/download-artifact': download,
};

/** As shallow as the real one: one commit, unless `fetch-depth` says otherwise; 0 brings every branch. */
async function checkout(machine: Machine, inputs: Inputs): Promise<string> {
  const { workspace: cwd, builtIn, host } = machine;
  const git = (...args: string[]) => execa('git', args, { cwd, env: { HOME: builtIn.HOME ?? '' } });
  const depth = inputs['fetch-depth'] ?? '1';
  const ref = inputs.ref ?? builtIn.GITHUB_REF ?? '';
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', `file://${host.origin}`);
  const wanted = inputs.ref ?? builtIn.GITHUB_SHA ?? '';
  const branches = depth === '0' ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
  const shallow = depth === '0' ? [] : [`--depth=${depth}`];
  await git('fetch', '--quiet', '--no-tags', ...shallow, 'origin', ...branches, wanted);
  const { stdout: commit } = await git('rev-parse', 'FETCH_HEAD');
  const sha = depth === '0' && /^[0-9a-f]{40}$/.test(wanted) ? wanted : commit;
  const branch = inputs.ref ?? /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  const isBranch = branch !== undefined && !/^[0-9a-f]{40}$/.test(branch);
  await git('checkout', '--quiet', ...(isBranch ? ['-B', branch] : ['--detach']), sha);
  const mayPush = machine.permissions.contents === 'write' && inputs['persist-credentials'] !== 'false';
  if (!mayPush) await git('remote', 'set-url', '--push', 'origin', '/no-credentials');
  return `checked out ${sha}`;
}

async function upload(machine: Machine, inputs: Inputs): Promise<string> {
  const { host, run, workspace } = machine;
  const name = inputs.name ?? 'artifact';
  const { top, files } = await search(workspace, inputs.path ?? '');
  const hidden = inputs['include-hidden-files'] === 'true';
  const found = files.filter((file) => hidden || !/(^|\/)\.[^./]/.test(path.relative(workspace, file)));
  if (found.length === 0) {
    const line = `No files were found with the provided path: ${inputs.path}`;
    if (inputs['if-no-files-found'] === 'error') throw new Error(line);
    return line;
  }
  const before = host.github.artifacts.findIndex((artifact) => artifact.run === run && artifact.name === name);
  if (before >= 0) {
    if (inputs.overwrite !== 'true') throw new Error(`an artifact with the name ${name} already exists in this run`);
    host.github.artifacts.splice(before, 1);
  }
  const id = takeId(host.github);
  const folder = path.join(host.folder, 'artifacts', String(id));
  for (const file of found) await cp(file, path.join(folder, path.relative(top, file)), { recursive: true });
  host.github.artifacts.push({ id, name, run, folder, expired: false });
  return `uploaded ${name}: ${found.map((file) => path.relative(top, file)).join(', ')}`;
}

/**
 * What one path names: a file, a folder with all below it, or a glob. `top` becomes the top of the artifact: the file's
 * folder, the folder itself, or what stands before the glob's first wildcard. Source: the action's README.
 */
async function search(workspace: string, given: string): Promise<{ top: string; files: string[] }> {
  if (given.trim().includes('\n')) throw new Error('This harness knows artifacts of one path only.');
  const full = path.resolve(workspace, given.trim());
  const { base, isGlob } = picomatch.scan(full);
  const top = isGlob ? base : full;
  const kind = await stat(top).catch(() => null);
  if (kind === null) return { top, files: [] };
  if (!kind.isDirectory()) return { top: path.dirname(full), files: [full] };
  const matches = picomatch(full, { dot: true });
  return { top, files: (await below(top)).filter((file) => !isGlob || matches(file)) };
}

async function below(folder: string): Promise<string[]> {
  const { stdout } = await execa('find', [folder, '-type', 'f']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

/** Only artifacts of the same run: for those of others a recipe needs `gh`. */
async function download(machine: Machine, inputs: Inputs): Promise<string> {
  const { host, run, workspace } = machine;
  const target = path.resolve(workspace, inputs.path ?? '.');
  const own = host.github.artifacts.filter((artifact) => artifact.run === run);
  if (inputs.name !== undefined) {
    const artifact = own.find(({ name }) => name === inputs.name);
    if (artifact === undefined) throw new Error(`Unable to find artifact with name: ${inputs.name}`);
    await cp(artifact.folder, target, { recursive: true });
    return `downloaded ${artifact.name}`;
  }
  const isWanted = picomatch(inputs.pattern ?? '*');
  const wanted = own.filter(({ name }) => isWanted(name));
  await mkdir(target, { recursive: true });
  for (const { name, folder } of wanted) {
    const place = inputs['merge-multiple'] === 'true' ? target : path.join(target, name);
    await cp(folder, place, { recursive: true });
  }
  return `downloaded ${wanted.length}`;
}
