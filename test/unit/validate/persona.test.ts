import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../../src/load/parse-yaml.ts';
import { type AllowedFields, NO_ALLOWED_FIELDS } from '../../../src/model/fields.ts';
import { isJsonObject } from '../../../src/model/json.ts';
import { validatePersona } from '../../../src/validate/persona.ts';
import fc from '../../support/law.ts';

const OPEN = '${';

function judge(text: string, allowed: AllowedFields = NO_ALLOWED_FIELDS) {
  const { value, places, diagnostics } = parseYaml(text, 'a.yaml', 'a');
  if (!isJsonObject(value)) throw new Error(`unreadable: ${JSON.stringify(diagnostics)}`);
  return validatePersona({ value, places, key: 'a' }, allowed);
}

function problemsOf(text: string, allowed?: AllowedFields): string[] {
  return judge(text, allowed).map(
    ({ line, column, code, summary, hint }) => `${line}:${column} ${code}: ${summary} ${hint}`,
  );
}

const ALL_ROW_KEYS = 'name, prompt, pathway_id, pathway_version, start_node_id';

describe('a persona that its schema allows', () => {
  it.each([
    ['the least', 'name: a'],
    [
      'everything',
      `id: 12345678-1234-1234-1234-123456789012
name: Ada
role: Support
description: ""
tags: [a, b]
image_url: https://example.com/a.png
call_config: { voice: June, language: en-US, background: none, record: true, max_duration: 30.5, wait_for_greeting: false, interruption_threshold: 500 }
orchestration_prompt: text
personality_prompt: { file: a.md }
default_tools: [id, { any: { thing: [1] } }]
kb_ids: []
pathway_conditions:
  - { name: a, prompt: b, pathway_id: c, pathway_version: "3", start_node_id: d }`,
    ],
    [
      'null wherever it may stand',
      `name: a
role: null
description: ~
tags: ~
image_url: null
call_config: null
orchestration_prompt: null
personality_prompt: null
default_tools: null
kb_ids: null
pathway_conditions: null`,
    ],
    [
      'null for each call setting',
      `name: a
call_config: { voice: ~, language: ~, background: ~, record: ~, max_duration: ~, wait_for_greeting: ~, interruption_threshold: ~ }`,
    ],
    [
      'one whole value for what is not text',
      `name: a
tags: "${OPEN}tags}"
call_config: { record: "${OPEN}record}", max_duration: "${OPEN}_m1}" }
default_tools: "${OPEN}t}"
kb_ids: "${OPEN}k}"
pathway_conditions: "${OPEN}p}"`,
    ],
    ['settings as one value', `name: a\ncall_config: "${OPEN}settings}"`],
    ['several prompt files', 'name: a\npersonality_prompt: { files: [a.md, b.md] }'],
    ['text that looks like a date or yes', 'name: a\nrole: 2024-01-01\ndescription: yes\ntags: [on]'],
    ['no pathways', 'name: a\npathway_conditions: []'],
  ])('%s', (_what, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a persona that its schema refuses', () => {
  it.each<[what: string, text: string, problems: string[]]>([
    [
      'no name',
      'role: a\n',
      ['1:1 missing_key: The key `name` is missing. Add a line `name: …`; every persona has a name.'],
    ],
    [
      'no name, after a comment',
      '# Ada\n\nrole: a\n',
      ['3:1 missing_key: The key `name` is missing. Add a line `name: …`; every persona has a name.'],
    ],
    ['an empty name', 'name: ""\n', ['1:7 wrong_value: `name` must not be empty. Write text after `name:`.']],
    ['a blank name', 'name: "  "\n', ['1:7 wrong_value: `name` must not be empty. Write text after `name:`.']],
    [
      'a name without a value',
      'name:\n',
      ['1:6 wrong_type: `name` has no value; it must be text. Write a value after `name:`; it is required.'],
    ],
    ['007 as text', 'name: 007\n', ['1:7 yaml_number: `name` must be text; found the number `007`. Quote it: "007"']],
    [
      '1.10 as text',
      'name: a\nrole: 1.10\n',
      ['2:7 yaml_number: `role` must be text; found the number `1.10`. Quote it: "1.10"'],
    ],
    [
      '1e3 as text',
      'name: a\nkb_ids: [1e3]\n',
      ['2:10 yaml_number: Item 1 of `kb_ids` must be text; found the number `1e3`. Quote it: "1e3"'],
    ],
    [
      '0x1F as text',
      'name: a\nid: 0x1F\n',
      ['2:5 yaml_number: `id` must be text; found the number `0x1F`. Quote it: "0x1F"'],
    ],
    ['true as text', 'name: True\n', ['1:7 wrong_type: `name` must be text; found `True`. Quote it: "True"']],
    [
      'a list as text',
      'name: [a]\n',
      ['1:7 wrong_type: `name` must be text; found a list. Text that begins with `[` must be quoted.'],
    ],
    [
      'braces as text',
      'name: a\nrole: {agent}\n',
      ['2:7 wrong_type: `role` must be text; found a mapping. Text that begins with `{` must be quoted.'],
    ],
    [
      'a block as text',
      'name: a\nrole:\n  b: c\n',
      [
        '3:3 wrong_type: `role` must be text; found a mapping. Write one text here; for a text of several lines, begin it with `|` and indent it.',
      ],
    ],
    [
      'yes as true',
      'name: a\ncall_config:\n  record: yes\n',
      [
        '3:11 wrong_type: `call_config.record` must be true or false; found the text `yes`. Write true, without quotes.',
      ],
    ],
    [
      'no as false',
      'name: a\ncall_config: {record: no}\n',
      [
        '2:23 wrong_type: `call_config.record` must be true or false; found the text `no`. Write false, without quotes.',
      ],
    ],
    [
      '"off" as false',
      'name: a\ncall_config: {wait_for_greeting: "off"}\n',
      [
        '2:34 wrong_type: `call_config.wait_for_greeting` must be true or false; found the text `off`. Write false, without quotes.',
      ],
    ],
    [
      '1 as true',
      'name: a\ncall_config: {record: 1}\n',
      [
        '2:23 wrong_type: `call_config.record` must be true or false; found the number `1`. Write true, without quotes.',
      ],
    ],
    [
      'maybe',
      'name: a\ncall_config: {record: maybe}\n',
      ['2:23 wrong_type: `call_config.record` must be true or false; found the text `maybe`. Write true or false.'],
    ],
    [
      'a quoted number',
      'name: a\ncall_config: {max_duration: "30"}\n',
      [
        '2:29 wrong_type: `call_config.max_duration` must be a number; found the text `30`. Write the number alone, without quotes: 30',
      ],
    ],
    [
      'a number with its unit',
      'name: a\ncall_config: {max_duration: 30 minutes}\n',
      [
        '2:29 wrong_type: `call_config.max_duration` must be a number; found the text `30 minutes`. Write the number alone, without quotes: 30',
      ],
    ],
    [
      'true as number',
      'name: a\ncall_config: {interruption_threshold: true}\n',
      [
        '2:39 wrong_type: `call_config.interruption_threshold` must be a number; found `true`. Write a number in digits, without quotes.',
      ],
    ],
    [
      'half a value',
      `name: a\ncall_config: {record: "${OPEN}a} b"}\n`,
      [
        `2:23 wrong_type: \`call_config.record\` must be true or false; found the text \`${OPEN}a} b\`. Write true or false.`,
      ],
    ],
    [
      'text as list',
      'name: a\ntags: support\n',
      ['2:7 wrong_type: `tags` must be a list; found the text `support`. Write a list: [support]'],
    ],
    [
      'a mapping as list',
      'name: a\ntags: {a: b}\n',
      ['2:7 wrong_type: `tags` must be a list; found a mapping. Write each item on its own line, after `- `.'],
    ],
    [
      'text as mapping',
      'name: a\ncall_config: June\n',
      [
        '2:14 wrong_type: `call_config` must be a mapping (indented `key: value` lines); found the text `June`. Write its keys below it, each on its own line, indented by two spaces.',
      ],
    ],
    [
      'an empty item',
      'name: a\ntags: [""]\n',
      ['2:8 wrong_value: Item 1 of `tags` must not be empty. Write text there, or delete the item.'],
    ],
    [
      'an item without a value',
      'name: a\ntags:\n  - a\n  -\n',
      ['4:4 wrong_type: Item 2 of `tags` has no value; it must be text. Write text after `- `, or delete the line.'],
    ],
    [
      'a null in a list on one line',
      'name: a\ntags: [a, null]\n',
      ['2:11 wrong_type: Item 2 of `tags` has no value; it must be text. Write text there, or delete the item.'],
    ],
    [
      'a null in a routing row',
      'name: a\npathway_conditions:\n  - { name: null, prompt: a, pathway_id: a, pathway_version: "1", start_node_id: a }\n',
      [
        '3:13 wrong_type: `name` in row 1 of `pathway_conditions` has no value; it must be text. Write a value after `name:`; it is required.',
      ],
    ],
    [
      'an id without a value',
      'id: null\nname: a\n',
      ['1:5 wrong_type: `id` has no value; it must be text. Write a value after `id:`, or delete the line.'],
    ],
    [
      'a number as tool',
      'name: a\ndefault_tools: [7]\n',
      [
        '2:17 yaml_number: Item 1 of `default_tools` must be text, or a mapping (indented `key: value` lines); found the number `7`. Quote it: "7"',
      ],
    ],
    [
      'an id with spaces',
      'name: a\nid: a b\n',
      [
        '2:5 wrong_value: `id` has 1 to 64 letters, digits or hyphens; found `a b`. Copy the id from the address of the persona in the dashboard, or from the API: GET /v1/personas.',
      ],
    ],
    [
      'an id with a hidden character',
      'name: a\nid: "a\\u200b"\n',
      [
        '2:5 wrong_value: `id` has 1 to 64 letters, digits or hyphens; found `a\\u{200b}`. Copy the id from the address of the persona in the dashboard, or from the API: GET /v1/personas.',
      ],
    ],
    [
      'a prompt with both',
      'name: a\npersonality_prompt: {file: a, files: [b]}\n',
      [
        '2:21 wrong_value: `personality_prompt` needs either `file` or `files`, one of the two. Write {file: ../prompts/name.md}, or {files: [first.md, second.md]}.',
      ],
    ],
    [
      'a prompt with neither',
      'name: a\npersonality_prompt: {}\n',
      [
        '2:21 wrong_value: `personality_prompt` needs either `file` or `files`, one of the two. Write {file: ../prompts/name.md}, or {files: [first.md, second.md]}.',
      ],
    ],
    [
      'a prompt of no files',
      'name: a\npersonality_prompt: {files: []}\n',
      [
        '2:29 wrong_value: `personality_prompt.files` is an empty list. Name at least one file, or write null to clear the prompt.',
      ],
    ],
    [
      'a number as prompt',
      'name: a\norchestration_prompt: 5\n',
      [
        '2:23 yaml_number: `orchestration_prompt` must be text, or a mapping (indented `key: value` lines); found the number `5`. Quote it: "5"',
      ],
    ],
    [
      'a routing row without two keys',
      'name: a\npathway_conditions:\n  - name: b\n    pathway_id: c\n    pathway_version: "3"\n',
      [
        `3:5 missing_key: Item 1 of \`pathway_conditions\` has no \`prompt\`. Add \`prompt: …\`; a row needs all of ${ALL_ROW_KEYS}.`,
        `3:5 missing_key: Item 1 of \`pathway_conditions\` has no \`start_node_id\`. Add \`start_node_id: …\`; a row needs all of ${ALL_ROW_KEYS}.`,
      ],
    ],
    [
      'a routing row with a blank key, a number and a stranger',
      'name: a\npathway_conditions:\n  - name: " "\n    prompt: b\n    pathway_id: c\n    pathway_version: 3\n    start_node_id: d\n    wait: 1\n',
      [
        '3:11 wrong_value: `name` in row 1 of `pathway_conditions` must not be empty. Write text after `name:`.',
        '6:22 yaml_number: `pathway_version` in row 1 of `pathway_conditions` must be text; found the number `3`. Quote it: "3"',
        `8:5 unknown_key: The key \`wait\` is not known in item 1 of \`pathway_conditions\`. The keys are: ${ALL_ROW_KEYS}. Remove this one.`,
      ],
    ],
  ])('%s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('shows the line and marks the value', () => {
    expect(judge('name: a\nrole:  007 # agent\n')).toMatchObject([
      { excerpt: { text: 'role:  007 # agent', column: 8, length: 3 } },
    ]);
  });

  it('tells all problems of a file, by line and column', () => {
    const places = judge('zzz: 1\nname: 7\ncall_config: { record: yes, voice: 8 }\ntags: x\n').map(
      ({ line, column }) => [line, column],
    );
    expect(places).toEqual([
      [1, 1],
      [2, 7],
      [3, 24],
      [3, 36],
      [4, 7],
    ]);
  });
});

describe('unknown keys', () => {
  it.each([
    ['descripton', 'Did you mean `description`?'],
    ['personalityPrompt', 'Did you mean `personality_prompt`?'],
    ['kbIds', 'Did you mean `kb_ids`?'],
    ['voice', 'It belongs under `call_config:`, indented by two spaces: `voice: …`.'],
    ['maxDuration', 'It belongs under `call_config:`, indented by two spaces: `max_duration: …`.'],
    ['prompt', 'Write `personality_prompt` or `orchestration_prompt`.'],
    ['created_at', 'Remove the line: the service keeps it by itself.'],
    ['current_draft_version', 'Remove the line: the service keeps it by itself.'],
    ['__proto__', 'Remove the line: no field can have this name.'],
    ['constructor', 'Remove the line: no field can have this name.'],
    ['webhook', 'Remove it; or, when the API has this field, write allow_fields: [webhook] in persona-sync.yaml.'],
    ['"not a name"', 'Remove it.'],
  ])('%s', (key, hint) => {
    const [problem, ...others] = judge(`name: a\n${key}: x\n`);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'unknown_key', severity: 'error', line: 2, column: 1, key: 'a', hint });
  });

  it('in the call settings', () => {
    const KEYS =
      'The keys are: voice, language, background, record, max_duration, wait_for_greeting, interruption_threshold.';
    expect(problemsOf('name: a\ncall_config:\n  langauge: en\n  webhook: x\n  __proto__: {}\n')).toEqual([
      '3:3 unknown_key: The key `langauge` is not known in `call_config`. Did you mean `language`?',
      `4:3 unknown_key: The key \`webhook\` is not known in \`call_config\`. Remove it; or, when the API has this field, write allow_fields: [call_config.webhook] in persona-sync.yaml. ${KEYS}`,
      `5:3 unknown_key: The key \`__proto__\` is not known in \`call_config\`. ${KEYS} Remove this one.`,
    ]);
  });

  it('a misspelt name or prompt file is one problem, not two', () => {
    expect(problemsOf('name: a\ncall_config:\n  background_track: x\n')).toEqual([
      '3:3 unknown_key: The key `background_track` is not known in `call_config`. Did you mean `background`? Or, when the API has this field, write allow_fields: [call_config.background_track] in persona-sync.yaml.',
    ]);
    expect(problemsOf('nmae: a\n')).toEqual(['1:1 unknown_key: The key `nmae` is not known. Did you mean `name`?']);
    expect(problemsOf('name: a\npersonality_prompt: {file: a, fil: b}\n')).toEqual([
      '2:31 unknown_key: The key `fil` is not known in `personality_prompt`. Did you mean `file`?',
    ]);
  });

  it('that the config allows pass, each only where it is allowed', () => {
    const allowed = { root: ['webhook'], callConfig: ['background_track'] };
    expect(problemsOf('name: a\nwebhook: { any: thing }\ncall_config: { background_track: x }\n', allowed)).toEqual([]);
    const elsewhere = judge(
      'name: a\nbackground_track: x\ncall_config: { webhook: x }\npersonality_prompt: { background_track: x }\n',
      allowed,
    );
    expect(elsewhere.map(({ code, line }) => [code, line])).toEqual([
      ['unknown_key', 2],
      ['unknown_key', 3],
      ['unknown_key', 4],
    ]);
  });

  it('ten thousand of them are told each, in bounded time', () => {
    const text = `name: a\n${Array.from({ length: 10_000 }, (_, index) => `langua${index}: 1`).join('\n')}\n`;
    expect(judge(text)).toHaveLength(10_000);
  });

  it('a key of 1 MiB is shown short', () => {
    const [problem] = judge(`name: a\n? ${'k'.repeat(1_000_000)}\n: x\n`);
    expect(problem?.summary).toBe(`The key \`${'k'.repeat(60)}…\` is not known.`);
    expect(problem?.excerpt?.text.length).toBeLessThan(200);
  });
});

it('judges any mapping without throwing, and finds each stranger among its keys', () => {
  const known = fc.constantFrom('name', 'role', 'tags', 'call_config', 'personality_prompt', 'pathway_conditions');
  const strangers = fc.constantFrom('x1', '__proto__', 'toString', 'a/b', 'c~d', '');
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(known, strangers), fc.jsonValue({ maxDepth: 3 })), (persona) => {
      const own = Object.keys(persona).filter((key) => ['x1', '__proto__', 'toString', 'a/b', 'c~d', ''].includes(key));
      const found = judge(JSON.stringify(persona)).filter(
        ({ code, summary }) => code === 'unknown_key' && summary.endsWith('is not known.'),
      );
      expect(found).toHaveLength(own.length);
    }),
  );
});

describe('a key with nothing behind it', () => {
  const HINT = 'Write null to clear the field, or delete the line to leave it unmanaged.';

  it.each<[what: string, text: string, problems: string[]]>([
    ['a field', 'name: a\nrole:\n', [`2:1 unwritten_null: \`role\` has no value. ${HINT}`]],
    [
      'a field with a comment',
      'name: a\nrole: # later\ntags: []\n',
      [`2:1 unwritten_null: \`role\` has no value. ${HINT}`],
    ],
    [
      'a call setting',
      'name: a\ncall_config:\n  voice:\n  record: true\n',
      [`3:3 unwritten_null: \`call_config.voice\` has no value. ${HINT}`],
    ],
    [
      'a call setting in braces',
      'name: a\ncall_config: { voice, record: }\n',
      [
        `2:16 unwritten_null: \`call_config.voice\` has no value. ${HINT}`,
        `2:23 unwritten_null: \`call_config.record\` has no value. ${HINT}`,
      ],
    ],
    [
      'all call settings',
      'name: a\ncall_config:\n#  voice: June\n',
      [`2:1 unwritten_null: \`call_config\` has no value. ${HINT}`],
    ],
    ['an allowed field', 'name: a\nwebhook:\n', [`2:1 unwritten_null: \`webhook\` has no value. ${HINT}`]],
    [
      'null written out in each way',
      'name: a\nrole: null\ntags: ~\nimage_url: Null\ncall_config: { voice: NULL }\n',
      [],
    ],
  ])('%s', (_what, text, problems) => {
    expect(problemsOf(text, { root: ['webhook'], callConfig: [] })).toEqual(problems);
  });

  it('is told once where null may not stand either', () => {
    expect(judge('name:\nrole: a\n').map(({ code }) => code)).toEqual(['wrong_type']);
    expect(judge('name: a\nunknown:\n').map(({ code }) => code)).toEqual(['unknown_key']);
  });
});
