import { afterAll, describe, expect, it } from '@jest/globals';
import { findKeysInYaml } from '../../../src/load/key-shapes.ts';
import { parseYaml } from '../../../src/load/parse-yaml.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { createProject, removeProject } from '../../support/project.ts';
import { runMain } from '../../support/run-main.ts';

const KEY = 'org_abcdefghij0123456789';
/** No key by its shape, and longer than what is left of a quoted text. */
const OWN = 'q7/Zk+94mWx/0Pd=3vLtY8uBn2RfHs6JcAe1GiQo5Kw';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(removeProject)));

function keysIn(text: string, keyInUse: string | null = null): Diagnostic[] {
  return findKeysInYaml({ file: 'a.yaml', ...parseYaml(text, 'a.yaml', 'a') }, 'a', keyInUse);
}

/** What validate prints of a project, with `OWN` as the key in use. */
async function validated(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const cwd = await createProject(files);
  folders.push(cwd);
  const { stdout, stderr } = await runMain(['validate'], { cwd, env: { BLAND_API_KEY: OWN } });
  return stdout + stderr;
}

/** The codes that were printed, each with its place. */
function codesIn(printed: string): string[] {
  return [...printed.matchAll(/^(\S+?): (?:error|warning): .*\[(\w+)\]$/gm)].map((match) => `${match[1]} ${match[2]}`);
}

describe('keys in a persona file', () => {
  it.each([
    ['a value', `id: x\nname: A\nrole: ${KEY}\n`, '3:7'],
    ['a comment', `id: x\nname: A # ${KEY}\n`, '2:11'],
    ['a key', `id: x\nname: A\ncall_config: { ${KEY}: 1 }\n`, '3:16'],
    ['a block text', `id: x\nname: A\npersonality_prompt: |\n  use ${KEY}\n`, '4:7'],
    ['a file that is no YAML', `id: x\nname: [A\nrole: ${KEY}\n`, '3:7'],
    ['escapes', `id: x\nname: A\nrole: "org\\x5f${KEY.slice(4)}"\n`, '3:7'],
    ['escapes in a key', `id: x\nname: A\n"org\\x5f${KEY.slice(4)}": 1\n`, '3:1'],
  ])('in %s are errors that do not show them', (_what, text, place) => {
    const found = keysIn(text);
    expect(found.map(({ severity, code, line, column }) => `${severity} ${code} ${line}:${column}`)).toEqual([
      `error key_shape ${place}`,
    ]);
    expect(JSON.stringify(found)).not.toContain(KEY.slice(4));
  });

  it('the very key in use is one, whatever its form', () => {
    const text = 'id: x\nname: A\nrole: see my/own+key=12345 here\n';
    expect(keysIn(text)).toEqual([]);
    expect(keysIn(text, 'my/own+key=12345')).toMatchObject([
      {
        code: 'key_shape',
        line: 3,
        column: 11,
        excerpt: { text: 'role: see **************** here', column: 11, length: 16 },
      },
    ]);
  });
});

describe('a file that holds the key in use', () => {
  it.each<[what: string, files: Record<string, string | Uint8Array>, codes: string[]]>([
    [
      'a value that its schema refuses',
      {
        'personas/a.yaml': `name: A\nmax_duration: 1\ncall_config: { max_duration: "abcdefghijklmnopqrstuvwxyz0123${OWN}" }\n`,
      },
      ['personas/a.yaml:3:61 key_shape'],
    ],
    [
      'a line that is cut beside it',
      { 'personas/a.yaml': `name: A\n? [${'x'.repeat(140)}${OWN}\nrole: [\n` },
      ['personas/a.yaml:2:144 key_shape'],
    ],
    [
      'a prompt file with other problems',
      {
        'personas/a.yaml': 'id: x\nname: A\npersonality_prompt: { file: p.md }\n',
        'personas/p.md': `\${${'x'.repeat(30)}} ${'y'.repeat(40)}${OWN}\n`,
      },
      ['personas/p.md:1:75 key_shape'],
    ],
    [
      'bytes that are no text',
      { 'personas/a.yaml': Buffer.concat([Buffer.from([0xff]), Buffer.from(`${'x'.repeat(140)}${OWN}\n`)]) },
      ['personas/a.yaml:1:1 not_utf8'],
    ],
    [
      'the config',
      { 'persona-sync.yaml': `wrong: "abcdefghijklmnopqrstuvwxyz0123${OWN}"\n`, 'personas/a.yaml': 'id: x\nname: A\n' },
      ['persona-sync.yaml:1:39 key_shape'],
    ],
  ])('shows no part of it: %s', async (_what, files, codes) => {
    const printed = await validated(files);
    expect(codesIn(printed)).toEqual(codes);
    expect(printed).not.toContain(OWN.slice(0, 12));
  });
});
