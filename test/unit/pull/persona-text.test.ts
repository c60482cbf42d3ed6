import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { type PersonaText, type TextOptions, writePersonaText } from '../../../src/pull/persona-text.ts';
import { EMPTY_ROW, livePersona } from '../../support/live.ts';

const OPTIONS: TextOptions = {
  allowed: { root: [], callConfig: [] },
  keyInUse: null,
  fields: [],
  from: 'draft',
  withId: true,
  promptFiles: 'ann',
};

function write(root: JsonObject, draft: JsonObject, options: Partial<TextOptions> = {}): PersonaText {
  const written = writePersonaText(livePersona(root, draft), { ...OPTIONS, ...options });
  if ('unmanageable' in written) throw new Error(written.unmanageable);
  return written;
}

const LONG = `${'You are patient. '.repeat(20)}\n\n- Greet.\n`;
const ROW = {
  name: 'Billing',
  prompt: 'The caller asks: "why?"',
  pathway_id: '7',
  pathway_version: 3,
  start_node_id: 'n1',
};

describe('the file of a live persona', () => {
  it('has the schema line, the id, and the fields in the order of the schema', () => {
    const { text, prompts, leftOut } = write(
      {
        tags: ['tier-1', 'support'],
        description: 'Two\nlines',
        role: "It's: fine",
        image_url: 'https://x.example/a.png',
      },
      {
        personality_prompt: LONG,
        orchestration_prompt: `Be kind.\nCost: \${amount}`,
        call_config: { record: true, voice: 'June', max_duration: 30, background: null },
        kb_ids: ['kb_1'],
        pathway_conditions: [EMPTY_ROW, ROW],
      },
    );
    expect(text).toBe(`# yaml-language-server: $schema=https://unpkg.com/persona-sync/schemas/persona.schema.json

id: p-1
name: Ann
role: "It's: fine"
description: |-
  Two
  lines
tags: [tier-1, support]
image_url: https://x.example/a.png
call_config:
  voice: June
  record: true
  max_duration: 30
orchestration_prompt: |
  Be kind.
  Cost: $\${amount}
personality_prompt:
  file: ann.personality_prompt.md
kb_ids: [kb_1]
pathway_conditions:
  - name: Billing
    prompt: 'The caller asks: "why?"'
    pathway_id: "7"
    pathway_version: "3"
    start_node_id: n1
`);
    expect(prompts).toEqual([{ name: 'ann.personality_prompt.md', text: LONG }]);
    expect(leftOut).toEqual([]);
  });

  it('keeps long prompts inside when no prompt file is wanted', () => {
    const { text, prompts } = write({}, { personality_prompt: LONG }, { promptFiles: null });
    expect(text).toContain(`personality_prompt: |\n  ${'You are patient. '.repeat(20)}\n\n  - Greet.\n`);
    expect(prompts).toEqual([]);
  });

  it('names what is empty live only where it is asked for', () => {
    expect(write({ role: null, tags: [] }, { call_config: null }).text).not.toMatch(/role|tags|call_config/);
    const asked = write({ role: null, tags: [] }, { call_config: null }, { fields: ['role', 'call_config.voice'] });
    expect(asked.text).toContain('name: Ann\nrole: null\ncall_config:\n  voice: null\n');
  });

  it('is made from the production version when that is asked for', () => {
    const live = livePersona({}, { personality_prompt: 'half-finished' }, { personality_prompt: 'on air' });
    const written = writePersonaText(live, { ...OPTIONS, from: 'production' });
    expect('text' in written && written.text).toContain('personality_prompt: on air\n');
  });

  it('has no id where an environment binds it', () => {
    expect(write({}, {}, { withId: false }).text).not.toContain('id:');
  });

  it.each<[string, JsonObject, JsonObject, string, string, string | null]>([
    ['a key', { role: `sk-${'a1'.repeat(12)}` }, {}, '/role', 'key_shape', null],
    ['another type', { role: 5 }, {}, '/role', 'wrong_type', 'wanted text, found a number'],
    [
      'a setting of another type',
      {},
      { call_config: { record: 'yes' } },
      '/call_config/record',
      'wrong_type',
      'wanted true or false, found text',
    ],
    ['settings that are none', {}, { call_config: 'x' }, '/call_config', 'wrong_type', 'wanted a mapping, found text'],
    ['an empty item', { tags: ['a', ' '] }, {}, '/tags', 'blank_item', 'item 2 is empty'],
    [
      'a half-filled row',
      {},
      { pathway_conditions: [{ ...ROW, prompt: '', start_node_id: ' ' }] },
      '/pathway_conditions',
      'incomplete_row',
      'row 1 has no prompt, start_node_id',
    ],
    [
      'a number that is lost',
      {},
      { call_config: { max_duration: '\u0000number:9007199254740993' } },
      '/call_config/max_duration',
      'number',
      'too large to be kept exactly',
    ],
    ['half a character', { role: 'a\ud800' }, {}, '/role', 'broken_text', 'half of a character'],
    ['a field that is not known', { webhook: 'https://x.example' }, {}, '/webhook', 'unknown_field', null],
    ['a version field that is not known', {}, { skills: ['a'] }, '/skills', 'unknown_field', null],
    ['a setting that is not known', {}, { call_config: { memory: 1 } }, '/call_config/memory', 'unknown_field', null],
    [
      'a text that no file holds',
      { role: 'x'.repeat(2 ** 20) },
      {},
      '/role',
      'too_long',
      'a persona file has at most 1 MiB',
    ],
  ])('names %s, and leaves it unmanaged', (_, root, draft, path, reason, detail) => {
    const { text, leftOut } = write(root, draft);
    expect(leftOut).toEqual([{ path, reason, detail }]);
    expect(text).toMatch(/^id: p-1\nname: Ann\n$/m);
  });

  it('passes on what allow_fields names', () => {
    const allowed = { root: ['webhook'], callConfig: ['memory'] };
    const { text, leftOut } = write(
      { webhook: { url: 'x', on: ['a', 1] } },
      { call_config: { memory: [] } },
      { allowed },
    );
    expect(leftOut).toEqual([]);
    expect(text).toContain('call_config:\n  memory: []\nwebhook:\n  url: x\n  "on":\n    - a\n    - 1\n');
  });

  it.each([
    ['a control character', 'a\u0007b', 'role: "a\\u0007b"'],
    ['another line break', 'a\u2028b', 'role: "a\\u2028b"'],
    ['what reads as a number', '007', 'role: "007"'],
    ['what reads as true', 'Yes', 'role: "Yes"'],
    ['both quotes', `a "b" it's`, `role: "a \\"b\\" it's"`],
    ['an id', '6b0f1c9e-1111-4222-8333-444455556666', 'role: 6b0f1c9e-1111-4222-8333-444455556666'],
    ['a first line that is indented', '  a\nb', 'role: |2-\n    a\n  b'],
    ['spaces at the end of a line', 'a  \nb', 'role: |-\n  a  \n  b'],
    ['Windows line ends', 'a\r\nb\r\n', 'role: |-\n  a\n  b'],
    ['what YAML reads as a document', '---\na', 'role: |-\n  ---\n  a'],
  ])('writes %s so that it is read back', (_, role, line) => {
    expect(write({ role }, {}).text).toContain(`\n${line}\n`);
  });

  it.each([
    ['a merge conflict', `<<<<<<< ours\n${LONG}`],
    ['a byte order mark', `\ufeff${LONG}`],
    ['a control character', `${LONG}\u0000`],
  ])('keeps a long prompt with %s in the persona file, in quotes or as a block', (_, prompt) => {
    const { prompts, leftOut } = write({}, { personality_prompt: prompt });
    expect([prompts, leftOut]).toEqual([[], []]);
  });

  it.each([
    ['name', { name: ' ' }, 'p-1'],
    ['name', { name: 3 }, 'p-1'],
    ['id', {}, 'p_1'],
  ])('cannot be made without a %s', (unmanageable, root, id) => {
    const live = { ...livePersona(root), id };
    expect(writePersonaText(live, OPTIONS)).toMatchObject({ unmanageable });
  });
});
