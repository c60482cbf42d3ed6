import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { draftOf, sweepDrafts } from '../../../src/files/drafts.ts';
import { createProject, removeProject } from '../../support/project.ts';

const WRITERS = { pid: 7, isAlive: (pid: number) => pid === 7 || pid === 8 };

it('the drafts of processes that are gone are swept, and nothing else', async () => {
  const named = (pid: number): string => path.basename(draftOf('a/b.yaml', { ...WRITERS, pid }));
  const [own, living, gone] = [named(7), named(8), named(9)];
  const others = [
    '.b.yaml.9.tmp',
    'b.yaml.9-0123abcd.tmp',
    '.b.yaml.9-0123abcd.tmp.bak',
    '.b.x-0123abcd.tmp',
    'b.yaml',
  ];
  const folder = await createProject(Object.fromEntries([own, living, gone, ...others].map((name) => [name, ''])));
  try {
    await sweepDrafts([folder, path.join(folder, 'no such folder')], WRITERS);
    expect((await readdir(folder)).sort()).toEqual([own, living, ...others].sort());
  } finally {
    await removeProject(folder);
  }
});
