import { chmod, mkdir, readdir, readFile, realpath, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type TextWrite, type WriteResult, writeAll as writeThere } from '../../../src/files/write-all.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { HERE } from '../../support/run-main.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeProject(folder);
});

async function project(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await createProject(files);
  folders.push(folder);
  return folder;
}

const writeAll = (writes: readonly TextWrite[], root: string): Promise<WriteResult> =>
  writeThere(writes, { root, processes: HERE });

const write = (folder: string, name: string, before: string | null, after: string): TextWrite => ({
  path: path.join(folder, name),
  before,
  after,
});

const textsIn = async (folder: string) => {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const paths = names.map((one) => path.relative(folder, path.join(one.parentPath, one.name)));
  return Object.fromEntries(
    await Promise.all(
      paths.sort().map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const),
    ),
  );
};

describe('files that are written together', () => {
  it('are new ones, in folders that are made, and old ones with their mode', async () => {
    const folder = await project({ 'a.yaml': 'old' });
    await chmod(path.join(folder, 'a.yaml'), 0o640);
    const result = await writeAll(
      [write(folder, 'a.yaml', 'old', 'new'), write(folder, 'b/c.md', null, 'text')],
      folder,
    );
    expect(result).toEqual({ ok: true });
    expect(await textsIn(folder)).toEqual({ 'a.yaml': 'new', 'b/c.md': 'text' });
    expect((await stat(path.join(folder, 'a.yaml'))).mode & 0o777).toBe(0o640);
  });

  it('keep their byte order mark', async () => {
    const folder = await project({ 'a.yaml': '\ufeffold' });
    expect(await writeAll([write(folder, 'a.yaml', 'old', 'new')], folder)).toEqual({ ok: true });
    expect(await textsIn(folder)).toEqual({ 'a.yaml': '\ufeffnew' });
  });

  it.each<[string, string, string | null, string]>([
    ['one that was changed meanwhile', 'a.yaml', 'older', 'changed meanwhile'],
    ['one that came meanwhile', 'a.yaml', null, 'is there already'],
    ['one that is gone', 'gone.yaml', 'old', 'changed meanwhile'],
    ['a folder', 'folder', null, 'no regular file'],
    ['a link', 'link.yaml', 'old', 'symbolic link'],
    ['one in a folder that leads out', 'out/x.yaml', null, 'outside of the project'],
    ['one beside the project', '../x.yaml', null, 'outside of the project'],
    ["one of git's own", '.git/config', null, 'git’s own'],
  ])('are none where one of them is %s', async (_, name, before, why) => {
    const folder = await project({ 'first.yaml': 'first', 'a.yaml': 'old', 'folder/x': '', '.git/HEAD': '' });
    const outside = await project();
    await symlink('a.yaml', path.join(folder, 'link.yaml'));
    await symlink(outside, path.join(folder, 'out'));
    const files = await textsIn(folder);
    const writes = [write(folder, 'first.yaml', 'first', 'other'), write(folder, name, before, 'new')];
    const result = await writeAll(writes, await realpath(folder));
    expect(result).toMatchObject({
      ok: false,
      path: path.join(folder, name),
      why: expect.stringContaining(why),
      left: [],
    });
    expect(await textsIn(folder)).toEqual(files);
    expect(await readdir(outside)).toEqual([]);
  });

  it('are put back where a later one cannot be moved to its place', async () => {
    const folder = await project({ 'a.yaml': 'old' });
    const twice = [
      write(folder, 'a.yaml', 'old', 'new'),
      write(folder, 'b.yaml', null, 'b'),
      write(folder, 'b.yaml', null, 'c'),
    ];
    expect(await writeAll(twice, folder)).toMatchObject({
      ok: false,
      why: expect.stringContaining('EEXIST'),
      left: [],
    });
    expect(await textsIn(folder)).toEqual({ 'a.yaml': 'old' });
  });

  it('leave nothing beside them', async () => {
    const folder = await project({ 'a.yaml': 'old' });
    await mkdir(path.join(folder, 'b'));
    await writeAll([write(folder, 'a.yaml', 'old', 'new'), write(folder, 'b/n.yaml', null, 'n')], folder);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['a.yaml', 'b', 'b/n.yaml']);
  });
});
