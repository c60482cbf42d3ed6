import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parsePersonaFile } from '../../../src/load/parse.ts';
import { openPrompt } from '../../../src/load/prompt-path.ts';
import { resolvePersona } from '../../../src/load/resolve.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { createProject, removeProject } from '../../support/project.ts';

const OPEN = '${';
const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeProject)));

/** Resolves `personas/a.yaml` of a project with these files. */
async function resolve(
  files: Readonly<Record<string, string | Uint8Array>>,
  prepare?: (folder: string) => Promise<void>,
) {
  const folder = await createProject(files);
  folders.push(folder);
  await prepare?.(folder);
  const parsed = await parsePersonaFile({ key: 'a', file: 'personas/a.yaml', path: join(folder, 'personas/a.yaml') });
  const value: JsonObject = parsed.value ?? {};
  const { persona, diagnostics } = await resolvePersona(
    { ...parsed, value },
    {
      values: null,
      openPrompt: (written) =>
        openPrompt(written, join(folder, 'personas'), { root: folder, cwd: folder, keyInUse: null }),
      keyInUse: null,
    },
  );
  const problems = diagnostics.map(({ file, line, column, code, summary, hint }) => ({
    at: `${file}:${line}:${column}`,
    code,
    summary,
    hint,
  }));
  return { persona, problems };
}

describe('a persona without prompt files', () => {
  it('holds what the file names: id apart, null as null, nothing else', async () => {
    const { persona, problems } = await resolve({
      'personas/a.yaml': 'id: id-1\nname: Ada\nrole: null\ntags: []\ncall_config: { voice: June, background: null }\n',
    });
    expect(problems).toEqual([]);
    expect(persona).toMatchObject({ key: 'a', file: 'personas/a.yaml', id: 'id-1', name: 'Ada', promptFiles: [] });
    expect(persona?.set).toEqual({
      name: 'Ada',
      role: null,
      tags: [],
      call_config: { voice: 'June', background: null },
    });
  });

  it('has no id where the file has none', async () => {
    expect((await resolve({ 'personas/a.yaml': 'name: Ada\n' })).persona?.id).toBeNull();
  });

  it('says where the id and the value of each possible change stand', async () => {
    const { persona } = await resolve({
      'personas/a.yaml':
        'id: x\nname: Ada\ncall_config:\n  voice: June\n  record: true\npathway_conditions:\n  - name: b\n',
    });
    const file = 'personas/a.yaml';
    expect([...(persona?.sources ?? [])]).toEqual([
      ['/id', [{ file, line: 1, column: 5 }]],
      ['/name', [{ file, line: 2, column: 7 }]],
      ['/call_config/voice', [{ file, line: 4, column: 10 }]],
      ['/call_config/record', [{ file, line: 5, column: 11 }]],
      ['/pathway_conditions', [{ file, line: 7, column: 3 }]],
    ]);
  });

  it('has one change for call settings that are cleared, and none for settings without keys', async () => {
    const cleared = await resolve({ 'personas/a.yaml': 'name: Ada\ncall_config: null\n' });
    expect([...(cleared.persona?.sources.keys() ?? [])]).toEqual(['/id', '/name', '/call_config']);
    const empty = await resolve({ 'personas/a.yaml': 'name: Ada\ncall_config: {}\n' });
    expect([...(empty.persona?.sources.keys() ?? [])]).toEqual(['/id', '/name']);
  });

  it('cuts the end of a prompt only, and turns CRLF into LF everywhere', async () => {
    const { persona } = await resolve({
      'personas/a.yaml':
        'name: "Ada "\nrole: "a\\r\\nb \\n"\npersonality_prompt: "a\\r\\n b \\n\\n"\ntags: ["x\\r\\n"]\n',
    });
    expect(persona?.set).toEqual({ name: 'Ada ', role: 'a\nb \n', personality_prompt: 'a\n b', tags: ['x\n'] });
  });

  it('keeps a key named __proto__ an ordinary key', async () => {
    const { persona } = await resolve({ 'personas/a.yaml': 'name: Ada\n__proto__: { x: 1 }\n' });
    expect(Object.keys(persona?.set ?? {})).toEqual(['name', '__proto__']);
    expect('x' in (persona?.set ?? {})).toBe(false);
  });
});

describe('prompt files', () => {
  it('are read relative to the persona file, and named as sources', async () => {
    const { persona, problems } = await resolve({
      'personas/a.yaml': 'name: Ada\npersonality_prompt: { file: ../prompts/a.md }\n',
      'prompts/a.md': '# Ada\r\n\r\nBe kind.  \n\n',
    });
    expect(problems).toEqual([]);
    expect(persona?.set).toEqual({ name: 'Ada', personality_prompt: '# Ada\n\nBe kind.' });
    expect(persona?.promptFiles).toEqual([
      {
        path: '/personality_prompt',
        file: 'prompts/a.md',
        text: '# Ada\r\n\r\nBe kind.  \n\n',
        begins: 1,
        aligned: true,
      },
    ]);
    expect(persona?.sources.get('/personality_prompt')).toEqual([
      { file: 'personas/a.yaml', line: 2, column: 21 },
      { file: 'prompts/a.md', line: 1, column: 1 },
    ]);
  });

  it('are joined by a blank line', async () => {
    const { persona } = await resolve({
      'personas/a.yaml': 'name: Ada\norchestration_prompt:\n  files: [a.md, b.md]\n',
      'personas/a.md': 'one \n\n\n',
      'personas/b.md': '\uFEFF\ntwo\n',
    });
    expect(persona?.set.orchestration_prompt).toBe('one \n\n\ntwo');
    expect(persona?.promptFiles.map(({ file }) => file)).toEqual(['personas/a.md', 'personas/b.md']);
  });

  it.each<[what: string, path: string, code: string, hint: string]>([
    [
      'is missing',
      '../prompts/nothing.md',
      'prompt_file_missing',
      'Create it, or correct the path; it is relative to this persona file.',
    ],
    ['is nearly there', '../prompts/suport.md', 'prompt_file_missing', 'Did you mean `../prompts/support.md`?'],
    [
      'lies outside',
      '../../other.md',
      'prompt_file_outside',
      'Put the prompt file inside the project; symbolic links do not help.',
    ],
    [
      'is absolute',
      '/etc/passwd',
      'prompt_file_outside',
      'Write the path relative to this persona file, as in ../prompts/support.md.',
    ],
    [
      'is linked outside',
      '../prompts/linked.md',
      'prompt_file_outside',
      'Put the prompt file inside the project; symbolic links do not help.',
    ],
    [
      'lies in a folder linked outside',
      '../out/hostname',
      'prompt_file_outside',
      'Put the prompt file inside the project; symbolic links do not help.',
    ],
    ["is one of git's own", '../.git/config', 'prompt_file_outside', 'Name a prompt file.'],
    ['is a folder', '../prompts', 'prompt_file_unreadable', 'Name a regular file.'],
    [
      'is a device',
      '../prompts/null.md',
      'prompt_file_outside',
      'Put the prompt file inside the project; symbolic links do not help.',
    ],
    ['is too large', '../prompts/large.md', 'file_too_large', 'Shorten it: no call can use so long a prompt.'],
    ['is not UTF-8', '../prompts/latin.md', 'not_utf8', 'Save the file as UTF-8.'],
    [
      'holds a NUL in its name',
      '"a\\0b.md"',
      'prompt_file_missing',
      'Create it, or correct the path; it is relative to this persona file.',
    ],
    [
      'has an API key in its name',
      '../prompts/sk-ABCDEFGHIJKLMNOPQRSTUVWX.md',
      'key_shape',
      'Rename the file: paths are printed, and stand in plans.',
    ],
    [
      'is a value',
      `"${OPEN}x}.md"`,
      'unknown_value',
      `For the literal text, write \`$${OPEN}x}\`; for a variable of the call, write {{x}}.`,
    ],
  ])('that %s: told at the path', async (_what, path, code, hint) => {
    const { persona, problems } = await resolve(
      {
        'personas/a.yaml': `name: Ada\npersonality_prompt:\n  files:\n    - ${path}\n`,
        'prompts/support.md': 'x',
        'prompts/large.md': 'x'.repeat(1_048_577),
        'prompts/latin.md': Buffer.from([0x61, 0x0a, 0xe9]),
        '.git/config': 'token',
      },
      async (folder) => {
        await symlink('/etc/hostname', join(folder, 'prompts/linked.md'));
        await symlink('/dev/null', join(folder, 'prompts/null.md'));
        await symlink('/etc', join(folder, 'out'));
      },
    );
    expect(persona).toBeNull();
    expect(problems).toMatchObject([
      { at: code === 'unknown_value' ? 'personas/a.yaml:4:8' : 'personas/a.yaml:4:7', code, hint },
    ]);
  });

  it('may be linked inside the project', async () => {
    const { persona } = await resolve(
      { 'personas/a.yaml': 'name: Ada\npersonality_prompt: { file: linked.md }\n', 'prompts/real.md': 'text\n' },
      (folder) => symlink('../prompts/real.md', join(folder, 'personas/linked.md')),
    );
    expect(persona?.set.personality_prompt).toBe('text');
  });

  it('tell their own problems at their own lines', async () => {
    const { problems } = await resolve({
      'personas/a.yaml': 'name: Ada\npersonality_prompt: { files: [a.md, b.md, c.md] }\n',
      'personas/a.md': 'Hi\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n',
      'personas/b.md': ' \n\n',
      'personas/c.md': `one\ntwo ${OPEN}brand} ${OPEN}brand} $${OPEN}brand} ${OPEN}\n`,
    });
    expect(problems.map(({ at, code }) => `${at} ${code}`)).toEqual([
      'personas/a.md:2:1 merge_conflict',
      'personas/b.md:1:1 file_empty',
      'personas/c.md:2:5 unknown_value',
      'personas/c.md:2:14 unknown_value',
      'personas/c.md:2:33 unknown_value',
    ]);
  });

  it('every problem of a persona is told, not only the first', async () => {
    const { problems } = await resolve({
      'personas/a.yaml': `name: "${OPEN}x}"\npersonality_prompt: { file: no.md }\norchestration_prompt: { file: none.md }\n`,
    });
    expect(problems.map(({ code }) => code)).toEqual(['unknown_value', 'prompt_file_missing', 'prompt_file_missing']);
  });

  it('in a folder that is not there are missing', async () => {
    const { problems } = await resolve({
      'personas/a.yaml': 'name: Ada\npersonality_prompt: { file: no/such/a.md }\n',
    });
    expect(problems).toMatchObject([{ code: 'prompt_file_missing' }]);
  });

  it('are found where the persona file is itself a link', async () => {
    const { persona } = await resolve(
      { 'shared/a.yaml': 'name: Ada\npersonality_prompt: { file: p.md }\n', 'personas/p.md': 'p' },
      async (folder) => {
        await mkdir(join(folder, 'personas'), { recursive: true });
        await symlink('../shared/a.yaml', join(folder, 'personas/a.yaml'));
      },
    );
    expect(persona?.set.personality_prompt).toBe('p');
  });
});

describe('values', () => {
  it('unknown ones are told at their own place in the persona file', async () => {
    const { persona, problems } = await resolve({
      'personas/a.yaml': [
        `name: "${OPEN}brand} and ${OPEN}brand}"`,
        `role: $${OPEN}brand} {{name}}`,
        `call_config: { record: "${OPEN}rec}" }`,
        `tags: ["a", "${OPEN}"]`,
        'personality_prompt: |',
        `  one $${OPEN}x}`,
        `  two ${OPEN}x}`,
        `description: "\\u0024{hidden}"`,
        '',
      ].join('\n'),
    });
    expect(persona).toBeNull();
    expect(problems.map(({ at, summary }) => `${at} ${summary}`)).toEqual([
      'personas/a.yaml:1:8 There is no value named `brand`.',
      'personas/a.yaml:1:21 There is no value named `brand`.',
      'personas/a.yaml:3:25 There is no value named `rec`.',
      `personas/a.yaml:4:14 A value begins here with \`${OPEN}\`, but no name and \`}\` follow.`,
      'personas/a.yaml:7:7 There is no value named `x`.',
      'personas/a.yaml:8:14 There is no value named `hidden`.',
    ]);
  });

  it('more than 20 of a file are counted, in the persona file and in each prompt file', async () => {
    const rows = Array.from({ length: 30 }, () => `"${OPEN}a} ${OPEN}b}"`).join(', ');
    const { problems } = await resolve({
      'personas/a.yaml': `name: Ada\ntags: [${rows}]\npersonality_prompt: { file: p.md }\n`,
      'personas/p.md': `${OPEN}a}\n`.repeat(80_000),
    });
    const inFile = problems.filter(({ at }) => at.startsWith('personas/a.yaml'));
    const inPrompt = problems.filter(({ at }) => at.startsWith('personas/p.md'));
    expect(inFile).toHaveLength(21);
    expect(inFile.at(-1)?.summary).toBe('From here on, 40 more values that are not known stand in this file.');
    expect(inPrompt).toHaveLength(21);
    expect(inPrompt.slice(19)).toMatchObject([
      { at: 'personas/p.md:20:1', summary: 'There is no value named `a`.' },
      {
        at: 'personas/p.md:21:1',
        code: 'unknown_value',
        summary: 'From here on, 79980 more values that are not known stand in this file.',
        hint: `Where the text is meant literally, write \`$${OPEN}\` for each \`${OPEN}\`.`,
      },
    ]);
  });

  it('literal ones lose one $, in values, prompts and paths', async () => {
    const { persona, problems } = await resolve({
      'personas/a.yaml': `name: $${OPEN}a} {{b}}\nrole: $$\npersonality_prompt: { file: "$${OPEN}x.md" }\n`,
      [`personas/${OPEN}x.md`]: `say $${OPEN}a} {{b}}\n`,
    });
    expect(problems).toEqual([]);
    expect(persona).toMatchObject({
      name: `${OPEN}a} {{b}}`,
      set: { role: '$$', personality_prompt: `say ${OPEN}a} {{b}}` },
    });
  });
});
