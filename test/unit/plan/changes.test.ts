import { afterEach, describe, expect, it } from '@jest/globals';
import type { Place } from '../../../src/model/diagnostic.ts';
import { closeWorlds, documentIn, openWorld, personaFile } from '../../support/world.ts';

afterEach(closeWorlds);

/** Where the plan says that a prompt was edited, first of all its sources. */
async function placeOfEdit(live: string, files: Readonly<Record<string, string>>): Promise<Place> {
  const names = Object.keys(files).map((name) => `../${name}`);
  const world = await openWorld({
    seed: [{ id: 'a', name: 'A', personality_prompt: live }],
    files: {
      ...files,
      'persona-sync.yaml': 'personas: personas\n',
      'personas/a.yaml': personaFile({ id: 'a', name: 'A', personality_prompt: { files: names } }),
    },
  });
  const { personas } = documentIn(await world.runHere(['plan', '--format', 'json'])) as never as {
    personas: readonly [{ changes: readonly [{ sources: readonly [Place] }] }];
  };
  return personas[0].changes[0].sources[0];
}

describe('the place of an edit in a prompt file', () => {
  it('is the first line that differs', async () => {
    expect(await placeOfEdit('one\ntwo\nthree', { 'a.md': 'one\ntwo!\nthree\n' })).toEqual({
      file: 'a.md',
      line: 2,
      column: 1,
    });
  });

  it('is in the file that has it, where several are joined', async () => {
    const files = { 'a.md': 'one\ntwo\n\n', 'b.md': 'three\nfour!\n' };
    expect(await placeOfEdit('one\ntwo\n\nthree\nfour', files)).toEqual({ file: 'b.md', line: 2, column: 1 });
    expect(await placeOfEdit('one\n2\n\nthree\nfour!', files)).toEqual({ file: 'a.md', line: 2, column: 1 });
  });

  it('is the first line, where values moved the lines of the file', async () => {
    const world = await openWorld({
      seed: [{ id: 'a', name: 'A', personality_prompt: 'one\ntwo\nthree' }],
      files: {
        'a.md': `one\n$\{lines}\nfour\n`,
        'persona-sync.yaml': 'environments: { test: { file: values.yaml, api_key_env: BLAND_API_KEY } }\n',
        'values.yaml': 'values: { lines: "two\\nthree" }\n',
        'personas/a.yaml': personaFile({ id: 'a', name: 'A', personality_prompt: { file: '../a.md' } }),
      },
    });
    const { stdout } = await world.runHere(['plan', '--env', 'test', '--format', 'github']);
    expect(stdout).toContain('::notice file=a.md,line=1,col=1,title=a%3A personality_prompt::');
  });

  it('is the last line, where the end of the old text went', async () => {
    expect(await placeOfEdit('one\ntwo\nthree', { 'a.md': 'one\n' })).toEqual({ file: 'a.md', line: 1, column: 1 });
  });
});
