import { afterEach, describe, expect, it } from '@jest/globals';
import { createPrinter } from '../../../src/commands/printer.ts';
import { createProgress } from '../../../src/commands/progress.ts';
import type { Io } from '../../../src/io.ts';
import { KeyRing } from '../../../src/model/key-ring.ts';
import { HERE, NOW, runMain } from '../../support/run-main.ts';
import { closeWorlds, openWorld, personaFile } from '../../support/world.ts';

afterEach(closeWorlds);

/** Progress on a stderr of its own; `tick` lets the time between two lines pass. */
function watch(isTerminal: boolean, quiet = false) {
  const written: string[] = [];
  const repeated: (() => void)[] = [];
  const output = { write: (text: string) => void written.push(text), isTerminal };
  const io: Io = {
    stdout: output,
    stderr: output,
    env: { NO_COLOR: '1' },
    cwd: '/',
    interactive: false,
    ask: async () => null,
    now: () => new Date(NOW),
    sleep: async () => {},
    random: () => 0,
    repeat: (_, action) => {
      repeated.push(action);
      return () => void repeated.splice(0);
    },
    processes: HERE,
    packageFolder: '/',
    keys: new KeyRing({}),
    interrupted: new AbortController().signal,
  };
  const progress = createProgress(createPrinter(io, 'plan', { format: 'text', color: false, quiet }));
  const tick = (): void => {
    for (const action of repeated) action();
  };
  return { progress, written, tick };
}

describe('progress on a terminal', () => {
  it('is one line with counts and the persona that is under way, taken back at the end', () => {
    const { progress, written } = watch(true);
    progress.begin('reading 12 personas from https://x', 12);
    progress.at('emea/support');
    progress.advance(3);
    progress.note('applied emea/support');
    progress.end();
    expect(written).toEqual([
      '\r\u001b[Kreading 12 personas from https://x (0 of 12)',
      '\r\u001b[Kreading 12 personas from https://x (0 of 12) emea/support',
      '\r\u001b[Kreading 12 personas from https://x (3 of 12) emea/support',
      '\r\u001b[K',
    ]);
  });

  it('never breaks on a narrow one, and shows no control characters of a key', () => {
    const { progress, written } = watch(true);
    progress.begin('reading 2 personas from https://x', 2);
    progress.at(`\u001b[31m${'long/'.repeat(40)}`);
    expect(written.at(-1)?.replace('\r\u001b[K', '')).toMatch(
      /^reading 2 personas from https:\/\/x \(0 of 2\) \\x1b\[31mlong.{20,}…$/,
    );
    expect(written.at(-1)?.replace('\r\u001b[K', '').length).toBeLessThanOrEqual(79);
  });
});

describe('progress in a log', () => {
  it('is a plain line every few seconds, unless something else was told meanwhile', () => {
    const { progress, written, tick } = watch(false);
    progress.begin('writing 500 personas to https://x', 500);
    progress.at('emea/support');
    progress.advance(120);
    tick();
    progress.note('applied emea/support');
    tick();
    tick();
    progress.end();
    tick();
    expect(written).toEqual([
      'writing 500 personas to https://x\n',
      '… 120 of 500, emea/support\n',
      'applied emea/support\n',
      '… 120 of 500, emea/support\n',
    ]);
  });

  it('tells no total where nobody knows it', () => {
    const { progress, written, tick } = watch(false);
    progress.begin('reading all personas of https://x', 0);
    progress.advance(120);
    tick();
    expect(written).toEqual(['reading all personas of https://x\n', '… 120 so far\n']);
  });

  it('is nothing at all with --quiet', () => {
    const { progress, written, tick } = watch(false, true);
    progress.begin('reading', 2);
    progress.note('applied');
    tick();
    progress.end();
    expect(written).toEqual([]);
  });
});

it('a run on a terminal names the personas that it reads and writes', async () => {
  const world = await openWorld({
    seed: ['a', 'b'].map((id) => ({ id, name: id, role: 'old' })),
    files: Object.fromEntries(
      ['a', 'b'].map((id) => [`personas/${id}.yaml`, personaFile({ id, name: id, role: 'new' })]),
    ),
  });
  const words = ['apply', '--yes', '--concurrency', '1', '--no-color'];
  const { stderr } = await runMain(words, { cwd: world.folder, env: world.env, terminal: true });
  const lines = stderr.split('\r\u001b[K');
  expect(lines).toContain(`reading 2 personas from ${world.emulator.url} (2 of 2) b`);
  expect(lines).toContain(`writing 2 personas to ${world.emulator.url} (1 of 2) b`);
});
