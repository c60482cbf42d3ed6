/** The build compiles the schemas ahead of time; what it says of a file must be what the sources say. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from '../support/world.ts';

afterEach(closeWorlds);

const PERSONAS: Readonly<Record<string, string>> = {
  'unknown and missing keys': 'nmae: A\nid: a\ncall_config: { voise: June }\n',
  'wrong types':
    'id: 7\nname: [A]\nrole: 1\ntags: a\ncall_config: 3\nkb_ids: [1]\npersonality_prompt: 5\npathway_conditions: {}\n',
  'empty and blank': 'id: ""\nname: " "\ntags: [""]\npersonality_prompt: { files: [] }\n',
  'odd ids and prompts':
    'id: "a b"\nname: A\npersonality_prompt: { file: a.md, files: [b.md] }\norchestration_prompt: {}\n',
  'rows with holes': 'id: a\nname: A\npathway_conditions: [{ name: "", prompt: x, extra: 1 }, 3]\n',
  'settings of the wrong type':
    'id: a\nname: A\ncall_config: { record: "yes", max_duration: "x", interruption_threshold: [], voice: 1 }\n',
  'texts beyond one code unit': `id: a\nname: "${'😀'.repeat(3)}"\ntags: ["${'😀'}", "😀"]\ndefault_tools: {}\n`,
  'values in braces': `id: a\nname: "\${brand}"\ncall_config: { max_duration: "\${minutes}", record: "\${x} y" }\n`,
};

const CONFIGS: Readonly<Record<string, string>> = {
  'unknown keys': 'persona: x\nguards: { mass: 3 }\n',
  'wrong values':
    'personas: ""\nguards: { mass_change_percent: 200, shrink_percent: x }\nallow_fields: [id, "a b"]\naccepted: [{ guard: shrnk, digest: 3 }]\n',
};

const VALID = 'id: a\nname: A\n';

describe('the built validators find what the sources find', () => {
  it.each(Object.entries(PERSONAS))('in a persona with %s', async (_, text) => {
    const world = await openWorld({ files: { 'personas/a.yaml': text } });
    const expected = await world.runHere(['validate', '--format', 'json']);
    expect(expected.exitCode).toBe(3);
    expect(await world.run(['validate', '--format', 'json'])).toEqual(expected);
  });

  it.each(Object.entries(CONFIGS))('in a config with %s', async (_, text) => {
    const world = await openWorld({ files: { 'persona-sync.yaml': text, 'personas/a.yaml': VALID } });
    const expected = await world.runHere(['validate']);
    expect(expected.stderr).toContain('persona-sync.yaml:1');
    expect(await world.run(['validate'])).toEqual(expected);
  });

  it('in a plan that is none', async () => {
    const plan = { format_version: '1', command: 'plan', personas: [{ key: '' }], summary: { files: -1 }, extra: 1 };
    const world = await openWorld({ files: { 'personas/a.yaml': VALID, 'plan.json': JSON.stringify(plan) } });
    const expected = await world.runHere(['apply', '--plan', 'plan.json']);
    expect(expected.stderr).toContain('plan.json is not a plan');
    expect(await world.run(['apply', '--plan', 'plan.json'])).toEqual(expected);
  });
});
