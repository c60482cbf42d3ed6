import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { LARGEST_DOCUMENT, readDocument } from '../../../src/load/read-document.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { closeWorlds, openWorld } from '../../support/world.ts';

let folder: string;

afterEach(async () => {
  await closeWorlds();
  await removeProject(folder);
});

describe('a document', () => {
  it('is read as text, also where a character was cut', async () => {
    folder = await createProject({ 'a.json': '{"a": "ä"}' });
    expect(await readDocument(path.join(folder, 'a.json'))).toEqual({ ok: true, text: '{"a": "ä"}' });
    const file = await open(path.join(folder, 'a.json'), 'r+');
    await file.truncate(8);
    await file.close();
    expect(await readDocument(path.join(folder, 'a.json'))).toEqual({ ok: true, text: '{"a": "\ufffd' });
  });

  it('without end, or of 256 MiB and more, is refused', async () => {
    folder = await createProject({ 'large.json': '' });
    const file = await open(path.join(folder, 'large.json'), 'r+');
    await file.truncate(LARGEST_DOCUMENT + 1);
    await file.close();
    expect(await readDocument(path.join(folder, 'large.json'))).toEqual({
      ok: false,
      why: 'it is larger than 256 MiB',
    });
    expect(await readDocument('/dev/zero')).toEqual({ ok: false, why: 'it is a device, not a file' });
  });

  it.each([
    ['plan', '--live'],
    ['apply', '--plan'],
    ['apply', '--reviewed'],
    ['undo', '--auto-approve', '--journal'],
    ['merge'],
  ])('that is nested without end overflows nothing: %s', async (...words) => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const world = await openWorld({ files: { 'deep.json': deep } });
    folder = await createProject({});
    const { exitCode, stderr } = await world.runHere([...words, 'deep.json']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('it is nested more than 300 levels deep')]);
  });

  it.each([
    ['apply', '--plan'],
    ['undo', '--auto-approve', '--journal'],
    ['emulator', '--seed'],
  ])('that is a named pipe hangs nobody: %s', async (...words) => {
    const world = await openWorld({});
    folder = await createProject({});
    await execa('mkfifo', [path.join(world.folder, 'pipe')]);
    const { exitCode, stderr } = await world.runHere([...words, 'pipe']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('it is a named pipe, not a file')]);
  });
});
