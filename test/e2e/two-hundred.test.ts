/** An account of a real size: few requests to look, no request too many to write, and nothing lost. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { writesOf } from '../support/apply.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const COUNT = 200;

/** What differs, by turns: what is live instead, and what of it a PATCH must carry beside the name. */
const DIFFERENCES: readonly { readonly live: JsonObject; readonly sent: readonly string[] }[] = [
  { live: { role: 'An older role' }, sent: ['role'] },
  { live: { description: null }, sent: ['description'] },
  { live: { tags: ['phone', 'old'] }, sent: ['tags'] },
  { live: { kb_ids: [] }, sent: ['kb_ids'] },
  { live: { personality_prompt: 'You are brief.' }, sent: ['personality_prompt'] },
  { live: { name: 'An older name' }, sent: [] },
  { live: { call_config: { voice: 'Karl' } }, sent: ['call_config'] },
  { live: { call_config: { record: null, max_duration: 5 } }, sent: ['call_config'] },
  { live: { role: null, call_config: { voice: 'Karl' } }, sent: ['role', 'call_config'] },
  { live: { tags: [], orchestration_prompt: 'One thing.' }, sent: ['tags', 'orchestration_prompt'] },
];
const EVERY_TENTH = 10;
/** Two of them change a name, two whether calls are recorded: risks that are to be allowed by name. */
const ALLOWED = ['--allow', 'identity,recording'];

const MANAGED_SETTINGS: JsonObject = { voice: 'June', record: true, max_duration: 15 };
/** Keys that the files do not name, some of which no page names either. */
const UNMANAGED_SETTINGS: JsonObject = {
  language: 'en-GB',
  background: null,
  background_track: 'low',
  memory: { enabled: true, days: [30, 90] },
};
const UNMANAGED: JsonObject = {
  image_url: 'https://images.example.com/desk.png',
  default_tools: ['tool_a'],
  webhook: 'https://hooks.example.com/calls',
  summary_prompt: 'Sum up in two sentences.',
  pathway_conditions: [{ name: '', prompt: '', pathway_id: '', pathway_version: '', start_node_id: '' }],
};

interface Account {
  readonly files: Record<string, string>;
  readonly seed: SeedPersona[];
  /** Id → the body that its PATCH must have. */
  readonly bodies: Map<string, JsonObject>;
}

function makeAccount(): Account {
  const account: Account = { files: {}, seed: [], bodies: new Map() };
  for (let number = 0; number < COUNT; number += 1) addPersona(account, number);
  return account;
}

function addPersona({ files, seed, bodies }: Account, number: number): void {
  const id = `p-${String(number).padStart(3, '0')}`;
  const wanted = wantedFields(number);
  writeFiles(files, id, number, wanted);
  const live: JsonObject = { ...wanted, call_config: { ...UNMANAGED_SETTINGS, ...MANAGED_SETTINGS }, ...UNMANAGED };
  const difference = number % EVERY_TENTH === 0 ? DIFFERENCES[(number / EVERY_TENTH) % DIFFERENCES.length] : undefined;
  if (difference === undefined) {
    seed.push({ ...live, id, name: wanted.name });
    return;
  }
  const { call_config: settings = {}, ...fields } = difference.live;
  const liveSettings = { ...UNMANAGED_SETTINGS, ...MANAGED_SETTINGS, ...Object(settings) };
  seed.push({ name: wanted.name, ...live, ...fields, call_config: liveSettings, id });
  const sent = difference.sent.map((name) => [name, live[name]]);
  bodies.set(id, { name: wanted.name, ...Object.fromEntries(sent) });
}

/** In one of two folders; every third with its prompt in a file of its own. */
function writeFiles(files: Account['files'], id: string, number: number, wanted: JsonObject): void {
  const isApart = number % 3 === 1;
  const prompt = `${wanted.personality_prompt}\n`;
  if (isApart) files[`prompts/${id}.md`] = prompt;
  files[`personas/${number % 2 === 0 ? 'north' : 'south'}/${id}.yaml`] = personaFile({
    id,
    ...wanted,
    personality_prompt: isApart ? { file: `../../prompts/${id}.md` } : prompt,
    call_config: MANAGED_SETTINGS,
  });
}

function wantedFields(number: number): SeedPersona {
  return {
    name: `Agent ${number}`,
    role: 'Customer Support',
    description: `Answers line ${number}`,
    tags: ['support', `line-${number}`],
    orchestration_prompt: 'Stay with one topic at a time.\n\nSum up before you end the call.',
    personality_prompt: `You are agent ${number}.\nSpeak calmly.`,
    kb_ids: ['kb_returns', 'kb_hours'],
  };
}

/** All that is stored, without what the service keeps by itself. */
function settingsOf({ emulator }: World): Record<string, JsonObject> {
  return Object.fromEntries(emulator.store.ids().map((id) => [id, withoutTimes(emulator.store.snapshot(id))]));
}

function withoutTimes({ updated_at: _, current_draft_version, ...root }: JsonObject): JsonObject {
  const { updated_at: __, ...draft } = Object(current_draft_version);
  return { ...root, current_draft_version: draft };
}

/** What must be stored afterwards: as before, and the bodies of the PATCHes on top, each on its plane. */
function expectedAfter(before: Record<string, JsonObject>, bodies: Account['bodies']): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(before).map(([id, persona]) => {
      const body = Object.entries(bodies.get(id) ?? {});
      const isRoot = ([name]: readonly [string, unknown]) => name in persona;
      const draft = {
        ...Object(persona.current_draft_version),
        ...Object.fromEntries(body.filter((one) => !isRoot(one))),
      };
      return [id, { ...persona, ...Object.fromEntries(body.filter(isRoot)), current_draft_version: draft }];
    }),
  );
}

describe.each(['replace', 'merge'] as const)('200 personas of which 20 differ, call_config: %s', (callConfig) => {
  it('plan reads little, apply writes exactly the differences, and then there is nothing to do', async () => {
    const { files, seed, bodies } = makeAccount();
    const world = await openWorld({ files, seed, variants: { callConfig } });
    const before = settingsOf(world);

    const planned = await world.run(['plan', '--format', 'json']);
    expect(planned.exitCode).toBe(0);
    expect(documentIn(planned).summary).toEqual({
      files: COUNT,
      create: 0,
      update: 20,
      none: 180,
      failed: 0,
      promote: 0,
    });
    expect(new Set(world.methods())).toEqual(new Set(['GET']));
    expect(world.methods().length).toBeLessThanOrEqual(6);

    const applied = await world.run(['apply', '--auto-approve', ...ALLOWED, '--format', 'json']);
    expect(applied.exitCode).toBe(0);
    expect(documentIn(applied).summary).toMatchObject({ applied: 20, unchanged: 180 });
    expect(Object.fromEntries(writesOf(world.emulator))).toEqual(Object.fromEntries(bodies));
    expect(writesOf(world.emulator)).toHaveLength(20);
    expect(settingsOf(world)).toEqual(expectedAfter(before, bodies));

    const again = await world.run(['apply', '--auto-approve']);
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain('No changes: all 200 personas are as the files say.');
    expect(writesOf(world.emulator)).toHaveLength(20);
  });
});
