import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { discover } from '../../../src/load/discover.ts';
import { parsePersonaFile } from '../../../src/load/parse.ts';
import { parseYaml } from '../../../src/load/parse-yaml.ts';
import { LARGEST_FILE, readText } from '../../../src/load/read.ts';
import { createProject, removeProject } from '../../support/project.ts';

/** As much of a text as fits into the largest file. */
function fill(part: string): string {
  return part.repeat(Math.floor(LARGEST_FILE / part.length));
}

describe('a hostile file of 1 MiB ends in one clear problem, in bounded time', () => {
  it.each<[what: string, text: string, problem: string]>([
    ['brackets', fill('['), '1:65 yaml_depth'],
    ['braces', fill('{'), '1:65 yaml_depth'],
    ['nested mappings', fill('{a: '), '1:257 yaml_depth'],
    ['nested lists', fill('- '), '1:100001 file_too_large'],
    ['complex keys', fill('? '), '1:100001 file_too_large'],
    ['colons', fill(': '), '1:100001 file_too_large'],
    ['closing brackets', fill(']'), '1:100001 file_too_large'],
    ['anchors', `a: ${fill('&a ')}`, '1:150000 file_too_large'],
    ['documents', fill('---\n'), '50001:1 file_too_large'],
    ['directives', fill('%a\n'), '50001:1 file_too_large'],
    ['unknown escapes', `a: "${fill('\\q')}`, '1:4 file_too_large'],
    ['deeper and deeper lines', Array.from({ length: 1_400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), ''],
  ])('%s', (_what, text, problem) => {
    const { value, diagnostics } = parseYaml(text, 'a.yaml', 'a');
    expect(value).toBeNull();
    expect(diagnostics).toHaveLength(1);
    const [{ line, column, code } = { line: 0, column: 0, code: '' }] = diagnostics;
    if (problem === '') expect(code).toBe('yaml_depth');
    else expect(`${line}:${column} ${code}`).toBe(problem);
  });

  it('just below the limits, it is still bounded', () => {
    for (const text of [']'.repeat(99_000), '- '.repeat(49_000), 'a: @x\n'.repeat(19_000), '&a '.repeat(49_000)]) {
      expect(parseYaml(text, 'a.yaml', 'a').diagnostics.length).toBeGreaterThan(0);
    }
  });
});

describe('nesting', () => {
  it('is allowed to 64 levels', () => {
    expect(parseYaml(`${'['.repeat(64)}${']'.repeat(64)}`, 'a.yaml', 'a').diagnostics).toEqual([]);
    expect(parseYaml(`${'['.repeat(65)}${']'.repeat(65)}`, 'a.yaml', 'a').diagnostics).toMatchObject([
      { code: 'yaml_depth' },
    ]);
  });

  it('is counted by indentation too', () => {
    const lines = Array.from({ length: 70 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(parseYaml(lines, 'a.yaml', 'a').diagnostics).toMatchObject([{ code: 'yaml_depth', line: 65, column: 65 }]);
  });
});

describe('aliases', () => {
  it('are allowed a hundred times, and the next one is refused', () => {
    const text = `a: &a 1\nb:\n${'  - *a\n'.repeat(100)}`;
    expect(parseYaml(text, 'a.yaml', 'a').diagnostics).toEqual([]);
    expect(parseYaml(`${text}  - *a\n  - *a\n`, 'a.yaml', 'a').diagnostics).toMatchObject([
      { code: 'yaml_alias', line: 103, column: 5, summary: 'More than 100 aliases stand in one file.' },
    ]);
  });

  it('that explode are refused by what they would hold, at no cost', () => {
    const bomb = ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let level = 1; level < 10; level += 1)
      bomb.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    const { value, diagnostics } = parseYaml(bomb.join('\n'), 'a.yaml', 'a');
    expect(value).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'yaml_alias', line: 6 }]);
  });
});

describe('ten thousand keys', () => {
  it('are judged each, in bounded time', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `key_${index}: ${index}`).join('\n');
    const { value, diagnostics } = parseYaml(text, 'a.yaml', 'a');
    expect(Object.keys(value ?? {})).toHaveLength(10_000);
    expect(diagnostics).toEqual([]);
  });
});

describe('files that are no texts', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map(removeProject)));

  async function project(files: Record<string, string | Uint8Array>): Promise<string> {
    const folder = await createProject(files);
    folders.push(folder);
    return folder;
  }

  async function parse(folder: string, file: string) {
    const { value, diagnostics } = await parsePersonaFile({ key: 'a', file, path: join(folder, file) });
    return { value, problems: diagnostics.map(({ code, line, column, summary }) => ({ code, line, column, summary })) };
  }

  it('over 1 MiB: refused; exactly 1 MiB: read', async () => {
    const folder = await project({
      'a.yaml': `name: ${'x'.repeat(LARGEST_FILE)}`,
      'b.yaml': 'name: '.padEnd(LARGEST_FILE, 'x'),
    });
    expect(await parse(folder, 'a.yaml')).toEqual({
      value: null,
      problems: [{ code: 'file_too_large', line: null, column: null, summary: 'The file is larger than 1 MiB.' }],
    });
    expect((await parse(folder, 'b.yaml')).problems).toEqual([]);
  });

  it('not UTF-8: the place of the first wrong byte', async () => {
    const text = Buffer.concat([Buffer.from('name: a\nrole: 😀\uFFFD '), Buffer.from([0xe9]), Buffer.from('\n')]);
    const folder = await project({ 'a.yaml': text });
    const { diagnostics } = await parsePersonaFile({ key: 'a', file: 'a.yaml', path: join(folder, 'a.yaml') });
    expect(diagnostics).toMatchObject([
      { code: 'not_utf8', line: 2, column: 11, excerpt: { text: 'role: 😀\uFFFD \uFFFD', column: 11 } },
    ]);
  });

  it('UTF-16: not UTF-8', async () => {
    const folder = await project({ 'a.yaml': Buffer.from('\uFEFFname: a\n', 'utf16le') });
    expect((await parse(folder, 'a.yaml')).problems).toMatchObject([{ code: 'not_utf8', line: 1, column: 1 }]);
  });

  it('a byte order mark is dropped, and no column moves', async () => {
    const folder = await project({ 'a.yaml': '\uFEFFname: !x a\n' });
    expect(await parse(folder, 'a.yaml')).toMatchObject({ value: { name: 'a' }, problems: [{ line: 1, column: 7 }] });
  });

  it('empty: said so, with what to write', async () => {
    const folder = await project({ 'a.yaml': '', 'b.yaml': '# later\n' });
    for (const file of ['a.yaml', 'b.yaml']) {
      const { diagnostics } = await parsePersonaFile({ key: 'a', file, path: join(folder, file) });
      expect(diagnostics).toMatchObject([
        { code: 'file_empty', line: 1, column: 1, hint: 'Write at least a line `name: …`.' },
      ]);
    }
  });

  it.each([
    ['- a\n', 'a list'],
    ['just words\n', 'one value'],
  ])('no mapping (%j): said so', async (text, found) => {
    const folder = await project({ 'a.yaml': text });
    const summary = `A persona file holds lines of the form \`key: value\`; this one holds ${found}.`;
    expect(await parse(folder, 'a.yaml')).toEqual({
      value: null,
      problems: [{ code: 'wrong_type', line: 1, column: 1, summary }],
    });
  });

  it('a named pipe is never opened', async () => {
    const folder = await project({});
    await promisify(execFile)('mkfifo', [join(folder, 'a.yaml')]);
    expect(discover(folder, folder).files).toHaveLength(1);
    expect((await parse(folder, 'a.yaml')).problems).toMatchObject([
      { code: 'file_unreadable', summary: 'This is a named pipe, not a file.' },
    ]);
  });

  it('a device is not read', async () => {
    const folder = await project({});
    await symlink('/dev/zero', join(folder, 'a.yaml'));
    expect((await parse(folder, 'a.yaml')).problems).toMatchObject([{ summary: 'This is a device, not a file.' }]);
  });

  it('a symbolic link to nothing, and one to itself', async () => {
    const folder = await project({});
    await symlink('nothing', join(folder, 'a.yaml'));
    await symlink('b.yaml', join(folder, 'b.yaml'));
    expect((await parse(folder, 'a.yaml')).problems).toMatchObject([
      { code: 'file_unreadable', summary: 'The file is not there.' },
    ]);
    expect((await parse(folder, 'b.yaml')).problems).toMatchObject([{ code: 'file_unreadable' }]);
  });

  it('a folder is no text', async () => {
    const folder = await project({});
    await mkdir(join(folder, 'a'));
    expect(await readText(join(folder, 'a'))).toEqual({
      ok: false,
      problem: { kind: 'not_regular', found: 'a folder' },
    });
  });

  it('thousands at once are read, few at a time', async () => {
    const folder = await project({});
    const paths = Array.from({ length: 2_000 }, (_, index) => join(folder, `${index}.txt`));
    for (const path of paths) await writeFile(path, path);
    const texts = await Promise.all(paths.map(readText));
    expect(texts).toEqual(paths.map((path) => ({ ok: true, text: path })));
  });
});
