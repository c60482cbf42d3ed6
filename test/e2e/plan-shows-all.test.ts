/** A saved plan that was edited and sealed again: where values are redacted its hashes cannot be made again, and it still writes nothing unseen. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan, PlannedPersona } from '../../src/model/plan.ts';
import { sealPlan } from '../../src/plan/build.ts';
import { writesOf } from '../support/apply.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const TOKEN = 'sk-abcdefghij0123456789abcd';
const FILE = { id: 'ann', name: 'Ann', role: 'new', call_config: { voice: 'June', max_duration: 30 } };
const VERSION = { call_config: { voice: 'Karl', max_duration: 5, note: TOKEN } };
const SEED = {
  id: 'ann',
  name: 'Ann',
  role: `token ${TOKEN}`,
  ...VERSION,
  draft: { call_config: { ...VERSION.call_config, note: 'none' }, orchestration_prompt: 'Unseen' },
};

/** Plans, then edits the one persona of the plan. */
async function planThenEdit(edit: (persona: PlannedPersona) => PlannedPersona, ...argv: string[]): Promise<World> {
  const world = await openWorld({ files: { 'personas/ann.yaml': personaFile(FILE) }, seed: [SEED] });
  await world.runHere(['plan', '--out', 'plan.json', ...argv]);
  const file = path.join(world.folder, 'plan.json');
  const { digest: _, ...plan }: Plan = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify(sealPlan({ ...plan, personas: plan.personas.map(edit) })));
  return world;
}

const statuses = (document: JsonObject): unknown => {
  const outcomes = document.outcomes as readonly JsonObject[];
  return outcomes.map(({ action, status, reason }) => [action, status, reason]);
};

it.each([
  ['--plan', 'stale'],
  ['--reviewed', 'not_reviewed'],
])('a change that is shown no more is not written: %s', async (flag, reason) => {
  const world = await planThenEdit((persona) => ({
    ...persona,
    changes: persona.changes.filter(({ path: at }) => at !== '/call_config/max_duration'),
  }));
  const run = await world.runHere(['apply', flag, 'plan.json', '--auto-approve', '--format', 'json']);
  expect([run.exitCode, statuses(documentIn(run))]).toEqual([4, [['update', 'held', reason]]]);
  expect(writesOf(world.emulator)).toEqual([]);
});

it.each([
  ['--plan', 'stale'],
  ['--reviewed', 'not_reviewed'],
])('a foreign difference that is shown no more is not shipped: %s', async (flag, reason) => {
  const world = await planThenEdit(
    (persona) => ({
      ...persona,
      promote: persona.promote && {
        ...persona.promote,
        changes: persona.promote.changes.filter(({ path: at }) => at !== '/orchestration_prompt'),
      },
    }),
    '--promote',
  );
  const run = await world.runHere(['apply', flag, 'plan.json', '--allow', 'foreign', '--format', 'json']);
  expect([run.exitCode, statuses(documentIn(run))]).toEqual([
    4,
    [
      ['update', 'applied', null],
      ['promote', 'held', reason],
    ],
  ]);
  expect(world.methods().filter((method) => method === 'POST')).toEqual([]);
});
