/** Documents of runs that no golden case has: usage errors of every command, shares joined, what ends a run early. */
import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_NAMES } from '../../src/model/command.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Documented } from './documents.ts';
import { commitAll } from './repository.ts';
import { closeWorlds, documentIn, openWorld, personaFile, type RunOptions, type World } from './world.ts';

const PERSONAS = ['ann', 'bob', 'cat', 'dan'].map((id) => ({ id, name: id, role: 'old', user_id: 'u-1' }));
const FILES = Object.fromEntries(
  PERSONAS.map(({ id, name }) => [
    `personas/${id}.yaml`,
    personaFile({ id, name, role: 'new', personality_prompt: 'Be kind.' }),
  ]),
);
const YES = ['--auto-approve', '--allow', 'mass-change,shrink,emptied,foreign,overwrite'];

export async function documentsOfRuns(): Promise<readonly Documented[]> {
  const documents: Documented[] = [];
  const learn: Learn = async (world, args, options) => {
    const document = documentIn(await world.runHere([...args, '--format', 'json'], options));
    documents.push({ from: args.join(' '), document });
    return document;
  };
  for (const runs of [ofStops, ofShards, ofProject, ofRefusals, ofNames]) await runs(learn);
  await closeWorlds();
  return documents;
}

/** Runs a command that prints JSON, and keeps its document. */
type Learn = (world: World, args: readonly string[], options?: RunOptions) => Promise<JsonObject>;

/** A command line that nothing can be made of, of each command and of none. */
async function ofStops(learn: Learn): Promise<void> {
  const world = await openWorld({});
  await learn(world, ['--frobnicate']);
  for (const name of COMMAND_NAMES) await learn(world, [name, '--frobnicate']);
}

/** Documents of shares, and of these joined: of the first share nothing ends the run, of the second the key is refused. */
async function ofShards(learn: Learn): Promise<void> {
  const world = await openWorld({ files: FILES, seed: PERSONAS });
  const refuse = (status: number): void => world.emulator.addFault({ kind: 'status', status, method: 'PATCH' });
  await learn(world, ['validate', '--shard', '1/2']);
  await learnJoined(learn, world, [['plan'], ['plan']]);
  await learnJoined(learn, world, [['drift'], ['drift']]);
  refuse(400);
  await learnJoined(learn, world, [['apply', 'ann', 'bob', ...YES]]);
  refuse(401);
  await learnJoined(learn, world, [
    ['apply', ...YES],
    ['apply', ...YES],
  ]);
}

/** One command line a share. */
async function learnJoined(learn: Learn, world: World, shares: readonly (readonly string[])[]): Promise<void> {
  const files: string[] = [];
  for (const args of shares) {
    const file = `${files.length + 1}.json`;
    const document = await learn(world, [...args, '--shard', `${files.length + 1}/${shares.length}`]);
    await world.write(file, JSON.stringify(document));
    files.push(file);
  }
  await learn(world, ['merge', ...files]);
}

/** From the first command of a project to a rollback that git does not know of. */
async function ofProject(learn: Learn): Promise<void> {
  const world = await openWorld({ seed: [...PERSONAS, { name: 'twice' }, { name: 'twice' }] });
  await learn(world, ['init']);
  for (const [file, text] of Object.entries(FILES)) await world.write(file, text);
  await world.write('personas/twice.yaml', personaFile({ name: 'twice' }));
  await learn(world, ['bind', '--by-name']);
  await commitAll(world.folder, 'Begin', 1);
  world.emulator.addFault({ kind: 'status', status: 400, method: 'PATCH' });
  await learn(world, ['apply', 'ann', ...YES]);
  await learn(world, ['apply', 'ann', 'bob', ...YES], { env: { GITLAB_USER_LOGIN: 'eve' } });
  await learn(world, ['runs']);
  await learn(world, ['rollback', 'ann', '--to', 'production', ...YES]);
}

/** Runs that end early with a whole document: no journal can be kept, and a file to pull into is a symbolic link. */
async function ofRefusals(learn: Learn): Promise<void> {
  const world = await openWorld({ files: FILES, seed: PERSONAS });
  await learn(world, ['apply', 'ann', ...YES]);
  const runs = path.join(world.folder, '.persona-sync', 'runs');
  const [journal = ''] = readdirSync(runs);
  renameSync(path.join(runs, journal), path.join(world.folder, 'journal.jsonl'));
  rmSync(path.join(world.folder, '.persona-sync'), { recursive: true });
  await world.write('.persona-sync', '');
  const asked = ['promote ann', 'rollback ann --to production', 'undo --journal journal.jsonl'];
  for (const command of asked) await learn(world, [...command.split(' '), ...YES]);
  await world.write('real.yaml', personaFile({ id: 'bob', name: 'bob', role: 'older' }));
  rmSync(path.join(world.folder, 'personas', 'bob.yaml'));
  symlinkSync('../real.yaml', path.join(world.folder, 'personas', 'bob.yaml'));
  await learn(world, ['pull', 'bob', '--auto-approve']);
}

/** What a promote would ship, with the names of what it refers to. */
async function ofNames(learn: Learn): Promise<void> {
  const persona = { id: 'ann', name: 'ann', call_config: { voice: 'v-2' } };
  const world = await openWorld({
    files: { 'personas/ann.yaml': personaFile(persona) },
    seed: [{ ...persona, production: { call_config: { voice: 'v-1' } } }],
    things: {
      voices: [
        { id: 'v-1', name: 'June' },
        { id: 'v-2', name: 'Karl' },
      ],
    },
  });
  await learn(world, ['plan', '--promote', '--check-references']);
}
