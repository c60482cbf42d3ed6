import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { discover } from '../../../src/load/discover.ts';
import { createProject, removeProject } from '../../support/project.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeProject)));

async function project(files: readonly string[]): Promise<string> {
  const folder = await createProject(Object.fromEntries(files.map((file) => [file, 'name: a\n'])));
  folders.push(folder);
  return folder;
}

describe('discover', () => {
  it('finds .yaml and .yml in sub-folders, sorted by key, and skips _ and . and all else', async () => {
    const cwd = await project([
      'personas/support.yaml',
      'personas/emea/support.yml',
      'personas/Zoe.YAML',
      'personas/_draft.yaml',
      'personas/_old/a.yaml',
      'personas/.hidden.yaml',
      'personas/.git/a.yaml',
      'personas/README.md',
      'personas/a.yaml.bak',
      'other/a.yaml',
    ]);
    expect(discover(join(cwd, 'personas'), cwd)).toEqual({
      files: [
        { key: 'Zoe', file: 'personas/Zoe.YAML', path: join(cwd, 'personas/Zoe.YAML') },
        { key: 'emea/support', file: 'personas/emea/support.yml', path: join(cwd, 'personas/emea/support.yml') },
        { key: 'support', file: 'personas/support.yaml', path: join(cwd, 'personas/support.yaml') },
      ],
      diagnostics: [],
    });
  });

  it('names files relative to a working directory elsewhere', async () => {
    const cwd = await project(['personas/a.yaml', 'deep/er/x']);
    const { files } = discover(join(cwd, 'personas'), join(cwd, 'deep/er'));
    expect(files.map(({ file }) => file)).toEqual(['../../personas/a.yaml']);
  });

  it('says when there is no folder, and when it is a file', async () => {
    const cwd = await project(['personas.txt']);
    expect(discover(join(cwd, 'personas'), cwd).diagnostics).toMatchObject([
      {
        severity: 'error',
        code: 'nothing_found',
        file: 'personas',
        line: null,
        summary: 'There is no folder `personas`.',
      },
    ]);
    expect(discover(join(cwd, 'personas.txt'), cwd).diagnostics).toMatchObject([
      { code: 'nothing_found', summary: '`personas.txt` is not a folder.' },
    ]);
  });

  it('refuses keys that differ only by case or ending, naming both files', async () => {
    const cwd = await project(['p/a.yaml', 'p/a.yml', 'p/B/x.yaml', 'p/b/x.yml', 'p/c.yaml']);
    const { files, diagnostics } = discover(join(cwd, 'p'), cwd);
    expect(files).toHaveLength(5);
    expect(
      diagnostics.map(({ severity, code, file, key, summary }) => ({ severity, code, file, key, summary })),
    ).toEqual([
      {
        severity: 'error',
        code: 'key_duplicate',
        file: 'p/a.yml',
        key: 'a',
        summary: '`p/a.yml` and `p/a.yaml` have the same key `a`.',
      },
      {
        severity: 'error',
        code: 'key_duplicate',
        file: 'p/b/x.yml',
        key: 'b/x',
        summary: '`p/b/x.yml` and `p/B/x.yaml` have the same key `b/x`.',
      },
    ]);
  });

  it.each([
    ['a direction character', 'su\u202Epport.yaml'],
    ['a zero-width character', 'su\u200Bpport.yaml'],
    ['a control character', 'su\u0007pport.yaml'],
    ['a backslash', 'su\\pport.yaml'],
    ['a space at the end', 'support .yaml'],
    ['a space at the beginning of a folder', ' emea/support.yaml'],
  ])('refuses %s in a key', async (_what, name) => {
    const cwd = await project([`p/${name}`]);
    const { diagnostics } = discover(join(cwd, 'p'), cwd);
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'key_invalid', file: `p/${name}` }]);
    expect(diagnostics[0]?.summary).not.toMatch(/\p{C}/u);
  });

  it('refuses names that hold an API key, and does not show it', async () => {
    const cwd = await project(['p/sk-ABCDEFGHIJKLMNOPQRSTUVWX.yaml', 'p/my-own-key-1234/b.yaml', 'p/c.yaml']);
    const { diagnostics } = discover(join(cwd, 'p'), cwd, cwd, 'my-own-key-1234');
    expect(diagnostics).toMatchObject([
      { code: 'key_shape', file: 'p/[redacted]/b.yaml', key: '[redacted]/b' },
      { code: 'key_shape', file: 'p/[redacted].yaml', key: '[redacted]', line: null },
    ]);
    expect(diagnostics[1]?.summary).toBe('The name `[redacted]` holds what looks like an API key.');
  });

  it('allows spaces, dots and letters of any script in a key', async () => {
    const cwd = await project(['p/Kunden Dienst v1.2.yaml', 'p/応対.yaml']);
    expect(discover(join(cwd, 'p'), cwd).diagnostics).toEqual([]);
  });

  it('warns of symbolic links to folders and does not follow them; links to files count as files', async () => {
    const cwd = await project(['p/a.yaml', 'shared/b.yaml']);
    await symlink('..', join(cwd, 'p/loop'));
    await symlink('../shared', join(cwd, 'p/linked'));
    await symlink('../shared', join(cwd, 'p/_skipped'));
    await symlink('../shared/b.yaml', join(cwd, 'p/c.yaml'));
    const { files, diagnostics } = discover(join(cwd, 'p'), cwd, cwd);
    expect(files.map(({ key }) => key)).toEqual(['a', 'c']);
    expect(diagnostics.map(({ severity, code, file }) => [severity, code, file]).sort()).toEqual([
      ['warning', 'symlink_folder', 'p/linked'],
      ['warning', 'symlink_folder', 'p/loop'],
    ]);
  });

  it('refuses a link to a file out of the root', async () => {
    const cwd = await project(['p/a.yaml']);
    const secret = await project(['secret.yaml']);
    await symlink(join(secret, 'secret.yaml'), join(cwd, 'p/b.yaml'));
    const { files, diagnostics } = discover(join(cwd, 'p'), cwd, cwd);
    expect(files.map(({ key }) => key)).toEqual(['a']);
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'file_outside', file: 'p/b.yaml' }]);
  });

  it('looks into a folder whose name ends like a file', async () => {
    const cwd = await project([]);
    await mkdir(join(cwd, 'p/a.yaml'), { recursive: true });
    expect(discover(join(cwd, 'p'), cwd)).toEqual({ files: [], diagnostics: [] });
  });
});
