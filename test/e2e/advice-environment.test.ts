/** Where there are several environments, a command without `--env` does nothing: every advised one names it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld, personaFile, type World } from '../support/world.ts';

afterEach(closeWorlds);

const ENVIRONMENT = '{ api_key_env: BLAND_API_KEY }';
const BINDINGS = 'ids: { desk: p-1, bare: p-2 }\n';
const FILES = {
  'persona-sync.yaml': `environments:\n  staging: ${ENVIRONMENT}\n  prod: ${ENVIRONMENT}\n`,
  'environments/staging.yaml': BINDINGS,
  'environments/prod.yaml': BINDINGS,
  'personas/desk.yaml': personaFile({
    name: 'Desk',
    role: 'new',
    personality_prompt: 'Hi.',
    call_config: { record: true },
  }),
  'personas/bare.yaml': personaFile({ name: 'Bare' }),
};
const SEED = [
  {
    id: 'p-1',
    name: 'Desk',
    role: 'old',
    personality_prompt: 'Hi.',
    draft: { kb_ids: ['a'] },
    call_config: { record: false },
  },
  { id: 'p-2', name: 'Bare', draft: null },
];

/** The commands that are advised, which stand at the end of a sentence or of a line. */
function advised(text: string): string[] {
  return text.match(/persona-sync (?:plan|apply|promote|rollback|undo|pull|history|drift) [^\n;")`]*/g) ?? [];
}

async function expectNamed(world: World, argv: readonly string[]): Promise<void> {
  for (const format of ['text', 'json']) {
    const { stdout, stderr } = await world.runHere([...argv, '--format', format]);
    const text = format === 'json' ? JSON.stringify(JSON.parse(stdout)).replaceAll('\\n', '\n') : stdout;
    const commands = advised(`${text}\n${stderr}`);
    expect([argv, commands.length > 0]).toEqual([argv, true]);
    expect([argv, commands.filter((command) => !command.includes('--env staging'))]).toEqual([argv, []]);
  }
}

describe('advice names the environment', () => {
  it.each([
    ['plan', '--promote', '--env', 'staging'],
    ['promote', '--env', 'staging'],
    ['promote', '--env', 'staging', '--auto-approve'],
    ['apply', '--env', 'staging', '--promote', '--auto-approve'],
    ['rollback', 'desk', '--to', '1', '--env', 'staging', '--auto-approve'],
    ['rollback', 'desk', '--to', '99', '--env', 'staging', '--auto-approve'],
  ])('%s %s %s %s', async (...argv) => {
    await expectNamed(await openWorld({ files: FILES, seed: SEED }), argv);
  });

  it('where there are no files, also of one that has to be chosen yet', async () => {
    const world = await openWorld({ files: { 'persona-sync.yaml': FILES['persona-sync.yaml'] } });
    for (const argv of [['plan', '--env', 'prod'], ['validate', '--env', 'prod'], ['validate']]) {
      const { stderr } = await world.runHere(argv);
      const env = argv[2] ?? 'staging';
      expect([argv, stderr]).toEqual([argv, expect.stringContaining(`persona-sync pull --all --env ${env}; or`)]);
    }
  });

  it('and so does the refusal of a saved plan, which names it itself', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    await world.runHere(['plan', '--env', 'staging', '--out', 'plan.json']);
    await expectNamed(world, ['apply', '--plan', 'plan.json', '--promote']);
    await expectNamed(world, ['apply', '--reviewed', 'plan.json', '--promote']);
  });

  it('and undo, which knows it from the journal', async () => {
    const world = await openWorld({ files: FILES, seed: SEED });
    const applied = await world.runHere(['apply', '--env', 'staging', '--auto-approve', '--allow', 'recording']);
    const run = /persona-sync undo (\d+)/.exec(applied.stdout)?.[1] ?? '';
    await expectNamed(world, ['undo', '--env', 'staging']);
    await expectNamed(world, ['undo', run, '--env', 'prod', '--auto-approve']);
  });
});
