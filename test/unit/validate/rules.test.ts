import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../../src/load/parse-yaml.ts';
import { orderDiagnostics } from '../../../src/model/diagnostic.ts';
import { isJsonObject, objectFrom, ownValue } from '../../../src/model/json.ts';
import type { PromptFile, ResolvedPersona } from '../../../src/model/persona.ts';
import { findDuplicates } from '../../../src/validate/rules/duplicates.ts';
import { checkPersona } from '../../../src/validate/rules.ts';

/** A persona as resolving would leave it, from the text of its file. */
function persona(
  text: string,
  more: { readonly key?: string; readonly promptFiles?: readonly PromptFile[] } = {},
): ResolvedPersona {
  const { key = 'a', promptFiles = [] } = more;
  const file = `personas/${key}.yaml`;
  const { value, places } = parseYaml(text, file, key);
  if (!isJsonObject(value)) throw new Error('unreadable');
  const set = objectFrom(Object.entries(value).filter(([name]) => name !== 'id'));
  const id = ownValue(value, 'id');
  const name = ownValue(value, 'name');
  return {
    key,
    file,
    places,
    promptFiles,
    used: [],
    idSpot: () => places.value('/id'),
    nameSpot: () => places.value('/name'),
    set,
    id: typeof id === 'string' ? id : null,
    name: String(name),
    sources: new Map(),
  };
}

function check(...personas: readonly ResolvedPersona[]): string[] {
  return problems(personas);
}

function problems(personas: readonly ResolvedPersona[]): string[] {
  return orderDiagnostics([...personas.flatMap(checkPersona), ...findDuplicates(personas)]).map(
    ({ severity, code, file, line, column, summary }) => `${severity} ${code} ${file}:${line}:${column} ${summary}`,
  );
}

it('a plain persona has no problem', () => {
  expect(
    check(
      persona(
        'id: x\nname: Ada\nrole: r\ncall_config: { voice: June, language: es-419, background: null, max_duration: 1 }\n',
      ),
    ),
  ).toEqual([]);
});

describe('ids and names', () => {
  it('one id in two files names both places, also in another case', () => {
    expect(
      check(
        persona('name: A\nid: id-1\n', { key: 'a' }),
        persona('id: ID-1\nname: B\n', { key: 'b' }),
        persona('id: id-2\nname: C\n', { key: 'c' }),
      ),
    ).toEqual(['error id_duplicate personas/b.yaml:1:5 The id `id-1` stands in personas/a.yaml, line 2, too.']);
  });

  it('one name is a problem only where neither file has an id', () => {
    const withId = persona('id: x\nname: Ada\n', { key: 'a' });
    const without = persona('name: Ada\n', { key: 'b' });
    const withoutToo = persona('name: Ada\n', { key: 'c' });
    const codes = (...all: ResolvedPersona[]) => check(...all);
    expect(codes(withId, persona('id: y\nname: Ada\n', { key: 'd' }))).toEqual([]);
    expect(codes(withId, without)).toEqual([]);
    expect(codes(withId, without, withoutToo)).toEqual([
      'error name_duplicate personas/c.yaml:1:7 The name `Ada` stands in personas/b.yaml, line 1, too.',
    ]);
  });
});

it('the tag of a twin is an error at that tag', () => {
  expect(check(persona('id: x\nname: A\ntags:\n  - ok\n  - v2-agent:123\n'))).toEqual([
    'error twin_tag personas/a.yaml:5:5 The tag `v2-agent:…` marks the copy of another object, which the service rewrites by itself.',
  ]);
  expect(check(persona('id: x\nname: A\ntags: [not-v2-agent]\n'))).toEqual([]);
});

it('call settings without keys are a warning; cleared ones are not', () => {
  expect(check(persona('id: x\nname: A\ncall_config: {}\n'))).toEqual([
    'warning call_config_empty personas/a.yaml:3:1 `call_config: {}` manages nothing: call settings are managed key by key.',
  ]);
  expect(check(persona('id: x\nname: A\ncall_config: null\n'))).toEqual([]);
});

describe('hidden characters', () => {
  it.each([
    ['right-to-left override', '\u202E', 'U+202E'],
    ['isolate', '\u2066', 'U+2066'],
    ['zero-width space', '\u200B', 'U+200B'],
    ['zero-width no-break space', '\uFEFF', 'U+FEFF'],
    ['tag letter', '\u{E0041}', 'U+E0041'],
    ['joiner between Latin letters', '\u200D', 'U+200D'],
    ['non-joiner between Latin letters', '\u200C', 'U+200C'],
  ])('%s in a prompt is a warning at its place', (_what, character, name) => {
    expect(check(persona(`id: x\nname: A\npersonality_prompt: |\n  line\n  ab${character}c\n`))).toEqual([
      `warning hidden_characters personas/a.yaml:5:5 A character that cannot be seen (${name}) stands here.`,
    ]);
  });

  it('several in a field are one warning with their number', () => {
    expect(check(persona('id: x\nname: A\npersonality_prompt: "a\u200Bb\u200Bc\u202Ed"\nrole: "\u200B"\n'))).toEqual([
      'warning hidden_characters personas/a.yaml:3:23 A character that cannot be seen (U+200B) stands here, the first of 3 in this field.',
      'warning hidden_characters personas/a.yaml:4:8 A character that cannot be seen (U+200B) stands here.',
    ]);
  });

  it('in prompt files are told there', () => {
    const promptFiles = [
      { path: '/personality_prompt', file: 'one.md', text: 'fine', begins: 1, aligned: true },
      { path: '/personality_prompt', file: 'two.md', text: 'a\nb\u200Bc\u200B', begins: 3, aligned: true },
    ];
    expect(
      check(persona('id: x\nname: A\npersonality_prompt: { files: [one.md, two.md] }\n', { promptFiles })),
    ).toEqual([
      'warning hidden_characters two.md:2:2 A character that cannot be seen (U+200B) stands here, the first of 2 in this field.',
    ]);
  });

  it('in a routing row are told there', () => {
    expect(check(persona('id: x\nname: A\npathway_conditions:\n  - name: b\n    prompt: "c\u200B"\n'))).toEqual([
      'warning hidden_characters personas/a.yaml:5:15 A character that cannot be seen (U+200B) stands here.',
    ]);
  });

  it('written as an escape are told at the value', () => {
    expect(check(persona('id: x\nname: A\nrole: "a\\u200Bb"\n'))).toEqual([
      'warning hidden_characters personas/a.yaml:3:7 A character that cannot be seen (U+200B) stands here.',
    ]);
  });

  it.each([
    ['an emoji of several', '👩\u200D🚀 👍🏽\u200D ❤\uFE0F\u200D🔥'],
    ['Persian', 'می\u200Cخواهم'],
    ['Hindi', 'क्\u200Dष'],
    ['right-to-left letters', 'שלום مرحبا'],
    ['an ordinary accent', 'café naïve'],
  ])('%s has none', (_what, text) => {
    expect(check(persona(`id: x\nname: A\npersonality_prompt: "${text}"\n`))).toEqual([]);
  });
});

describe('unusual call settings are warnings', () => {
  it.each([
    ['language: English', '3:26 `English` is not like the known languages.'],
    ['language: en_US', '3:26 `en_US` is not like the known languages.'],
    ['background: beach', '3:28 `beach` is not one of the known sounds.'],
    ['max_duration: 0.5', '3:30 A longest call of less than one minute is unusual.'],
    ['interruption_threshold: -1', '3:40 A negative time is unusual.'],
  ])('%s', (setting, problem) => {
    expect(check(persona(`id: x\nname: A\ncall_config: { ${setting} }\n`))).toEqual([
      `warning unusual_value personas/a.yaml:${problem}`,
    ]);
  });

  it.each([
    'language: en',
    'language: babel',
    'language: zh-Hant-TW',
    'language: null',
    'background: cafe',
    'background: null',
    'max_duration: 1',
    'interruption_threshold: 0',
  ])('not %s', (setting) => {
    expect(check(persona(`id: x\nname: A\ncall_config: { ${setting} }\n`))).toEqual([]);
  });
});

it('all problems of all personas come sorted by file, line and column', () => {
  const b = persona('name: B\nrole: "\u200B"\ncall_config: {}\n', { key: 'b' });
  const a = persona('id: x\nname: A\ncall_config: { max_duration: 0 }\n', { key: 'a' });
  expect(check(b, a).map((line) => line.split(' ')[2])).toEqual([
    'personas/a.yaml:3:30',
    'personas/b.yaml:2:8',
    'personas/b.yaml:3:1',
  ]);
});

it('ten thousand personas are judged in bounded time', () => {
  const personas = Array.from({ length: 10_000 }, (_, index) =>
    persona(`id: id-${index}\nname: A\n`, { key: `k${index}` }),
  );
  expect(check(...personas)).toEqual([]);
});
