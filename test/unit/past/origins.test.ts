/** Who moved, in real repositories: fresh clones, with no stored state, against the emulator. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { desk, driftIn, FILE, runIn } from '../../support/drift-in.ts';
import { createRepository, type Repository, removeRepositories } from '../../support/repository.ts';

afterEach(removeRepositories);

/** A repository of commits that each write the persona's file anew: subject → its fields. */
async function deskHistory(versions: Readonly<Record<string, string>>): Promise<Repository> {
  const repository = await createRepository();
  for (const [subject, fields] of Object.entries(versions)) await repository.commit(subject, { [FILE]: desk(fields) });
  return repository;
}

const BEFORE_ALL_COMMITS = '2026-01-01T00:00:00.000Z';

describe('drift on a fresh clone', () => {
  it('tells behind from edited from both', async () => {
    const clone = await createRepository(
      (
        await deskHistory({
          Begin: 'role: Desk\ncall_config: { voice: June }\n',
          'Warmer voice': 'role: Desk\ncall_config: { voice: Karl }\n',
        })
      ).folder,
    );
    expect(await driftIn(clone, { role: 'Desk', call_config: { voice: 'June' } })).toEqual({
      cause: 'behind',
      changes: [['/call_config/voice', 'behind', 'Warmer voice 1']],
      notes: [],
    });
    expect(await driftIn(clone, { role: 'Boss', call_config: { voice: 'Karl' } })).toEqual({
      cause: 'edited',
      changes: [['/role', 'edited', null]],
      notes: [],
    });
    expect(await driftIn(clone, { role: 'Boss', call_config: { voice: 'June' } })).toEqual({
      cause: 'both',
      changes: [
        ['/role', 'edited', null],
        ['/call_config/voice', 'behind', 'Warmer voice 1'],
      ],
      notes: [],
    });
  });

  it('says in one line of text who moved, when, and what was not applied', async () => {
    const repository = await deskHistory({
      Begin: 'role: Desk\ntags: [a]\n',
      'More tags': 'role: Desk\ntags: [a, b]\n',
    });
    const [sha, date] = (await repository.git('log', '-1', '--abbrev=10', '--format=%h %cI')).split(' ');
    const { stdout, stderr } = await runIn(repository, { role: 'Boss', tags: ['a'] }, ['drift']);
    expect(stdout).toContain(
      '  edited: role (no commit wanted the live value; live last updated 2026-03-01T09:00:00.000Z)\n',
    );
    expect(stdout).toContain(
      `  behind: tags (not applied since ${sha} "More tags" by Ann, ${new Date(date ?? '').toISOString()})\n`,
    );
    expect(stdout).toContain('Drift: of 1 persona 1 differs (1 both at once), 0 in sync.\n');
    expect(stderr).not.toContain('not known');
  });
});

describe('a commit', () => {
  it('is told without keys, and in text that no terminal obeys', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n' });
    const key = 'sk-abcdefghijklmnopqrstuvwx';
    const subject = `Use ${key} \u001b[31m\u202e </details> @everyone`;
    await repository.commit(subject, { [FILE]: desk('role: two\n') }, { author: `E\u0007ve ${key}` });
    const text = await runIn(repository, { role: 'one' }, ['drift']);
    expect(text.stdout).toContain('"Use [redacted] \\x1b[31m\\u202e </details> @everyone" by E\\x07ve [redacted]');
    const { stdout } = await runIn(repository, { role: 'one' }, ['plan', '--format', 'json']);
    expect(stdout).toContain('Use [redacted]');
    expect(stdout).not.toContain(key);
  });
});

describe('behind', () => {
  it('names the first commit that is not applied, and how many changed the field since', async () => {
    const repository = await deskHistory({
      Begin: 'role: one\n',
      Second: 'role: two\n',
      'Tags alone': 'role: two\ntags: [a]\n',
      Third: 'role: three\ntags: [a]\n',
    });
    expect((await driftIn(repository, { role: 'one', tags: ['a'] })).changes).toEqual([
      ['/role', 'behind', 'Second 2'],
    ]);
  });

  it('counts from the newest commit that wanted the live value, where there are several', async () => {
    const repository = await deskHistory({
      A: 'role: a\n',
      B: 'role: b\n',
      'A again': 'role: a\n',
      'B again': 'role: b\n',
    });
    expect((await driftIn(repository, { role: 'a' })).changes).toEqual([['/role', 'behind', 'B again 1']]);
  });

  it('follows the text of a prompt file, also through its new name', async () => {
    const repository = await createRepository();
    const file = (name: string): string => desk(`personality_prompt: { file: ../prompts/${name} }\n`);
    await repository.commit('Begin', { [FILE]: file('a.md'), 'prompts/a.md': 'Be kind.\n' });
    await repository.commit('Brief', { 'prompts/a.md': 'Be brief.\n' });
    await repository.git('mv', 'prompts/a.md', 'prompts/b.md');
    await repository.commit('Rename', { [FILE]: file('b.md') });
    await repository.commit('Clear', { 'prompts/b.md': 'Be clear.\n' });
    const of = async (text: string) => (await driftIn(repository, { personality_prompt: text })).changes;
    expect(await of('Be kind.')).toEqual([['/personality_prompt', 'behind', 'Brief 2']]);
    expect(await of('Be brief.')).toEqual([['/personality_prompt', 'behind', 'Clear 1']]);
    expect(await of('Be loud.')).toEqual([['/personality_prompt', 'edited', null]]);
  });

  it('finds a prompt file in a folder that is used no more', async () => {
    const repository = await createRepository();
    const file = (path: string): string => desk(`personality_prompt: { file: ${path} }\n`);
    await repository.commit('Begin', { [FILE]: file('../old/a.md'), 'old/a.md': 'one' });
    await repository.commit('Two', { 'old/a.md': 'two' });
    await repository.commit('Move', { [FILE]: file('../prompts/a.md'), 'prompts/a.md': 'three' });
    expect((await driftIn(repository, { personality_prompt: 'one' })).changes).toEqual([
      ['/personality_prompt', 'behind', 'Two 2'],
    ]);
  });

  it('knows the persona by its id in a file of another name, and in another personas folder', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n', Second: 'role: two\n' });
    await repository.git('mv', FILE, 'personas/front.yaml');
    await repository.commit('Rename');
    await repository.git('mv', 'personas', 'agents');
    await repository.commit('Move', { 'persona-sync.yaml': 'personas: agents\n' });
    await repository.commit('Third', { 'agents/front.yaml': desk('role: three\n') });
    expect((await driftIn(repository, { role: 'two' })).changes).toEqual([['/role', 'behind', 'Third 1']]);
    expect((await driftIn(repository, { role: 'one' })).changes[0]?.[1]).toBe('behind');
    expect((await driftIn(repository, { role: 'x' })).changes).toEqual([['/role', 'edited', null]]);
  });

  it('counts a merge as one step of the branch', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n' });
    await repository.git('checkout', '--quiet', '-b', 'feature');
    await repository.commit('Draft', { [FILE]: desk('role: draft\n') });
    await repository.commit('Final', { [FILE]: desk('role: final\n') });
    await repository.git('checkout', '--quiet', 'main');
    await repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge the feature', 'feature');
    expect((await driftIn(repository, { role: 'one' })).changes).toEqual([['/role', 'behind', 'Merge the feature 1']]);
  });

  it('finds what was applied before a merge turned the lines around', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n' });
    await repository.git('checkout', '--quiet', '-b', 'mine');
    await repository.commit('Mine', { 'personas/other.yaml': 'id: p-2\nname: Other\n' });
    await repository.git('checkout', '--quiet', 'main');
    await repository.commit('Theirs, applied', { [FILE]: desk('role: two\n') });
    await repository.commit('Theirs, not applied', { [FILE]: desk('role: three\n') });
    await repository.git('checkout', '--quiet', 'mine');
    await repository.git('merge', '--quiet', '--no-ff', '-m', 'Pull', 'main');
    await repository.git('rm', '--quiet', 'personas/other.yaml');
    await repository.commit('Tidy');
    expect((await driftIn(repository, { role: 'two' })).changes).toEqual([['/role', 'behind', 'Pull 1']]);
  });

  it('has no commit to name where the edit is not committed', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n' });
    await repository.write(FILE, desk('role: two\n'));
    expect(await driftIn(repository, { role: 'one' })).toEqual({
      cause: 'behind',
      changes: [['/role', 'behind', null]],
      notes: [],
    });
  });

  it('knows a value that was cleared, a setting that was cleared, and settings that were all cleared', async () => {
    const repository = await deskHistory({
      Begin: 'role: null\ncall_config: { voice: null, language: en }\n',
      Now: 'role: Desk\ncall_config: { voice: June, language: de }\n',
    });
    expect((await driftIn(repository, { role: null, call_config: { language: 'en' } })).changes).toEqual([
      ['/role', 'behind', 'Now 1'],
      ['/call_config/voice', 'behind', 'Now 1'],
      ['/call_config/language', 'behind', 'Now 1'],
    ]);
    const all = await deskHistory({ Begin: 'call_config: { voice: June }\n', Clear: 'call_config: null\n' });
    expect((await driftIn(all, { call_config: { voice: 'June', language: 'en' } })).changes).toEqual([
      ['/call_config/voice', 'behind', 'Clear 1'],
      ['/call_config/language', 'edited', null],
    ]);
  });

  it('compares in canonical form, whatever the line ends in git', async () => {
    const repository = await createRepository();
    const file = desk('tags: [b, a]\npersonality_prompt: { file: ../prompts/a.md }\n');
    await repository.commit('Begin', { [FILE]: file.replaceAll('\n', '\r\n'), 'prompts/a.md': 'One.\r\nTwo.\r\n' });
    await repository.commit('Now', { [FILE]: file.replace('[b, a]', '[c]'), 'prompts/a.md': 'Three.' });
    expect((await driftIn(repository, { tags: ['a', 'b'], personality_prompt: 'One.\nTwo.' })).changes).toEqual([
      ['/tags', 'behind', 'Now 1'],
      ['/personality_prompt', 'behind', 'Now 1'],
    ]);
  });

  it('resolves each commit with the ids and values of its own environment file', async () => {
    const repository = await createRepository();
    const config = (file: string): string => `environments:\n  live: { api_key_env: BLAND_API_KEY, file: ${file} }\n`;
    const values = (brand: string, minutes: number): string =>
      `ids: { desk: p-1 }\nvalues: { brand: ${brand}, minutes: ${minutes} }\n`;
    const file = 'name: Desk\nrole: Desk of $BRAND\ncall_config: { max_duration: "$MINUTES" }\n'.replace(
      /\$([A-Z]+)/g,
      (_, name: string) => `\${${name.toLowerCase()}}`,
    );
    await repository.commit('Begin', {
      'persona-sync.yaml': config('live.yaml'),
      'live.yaml': values('Acme', 10),
      [FILE]: file,
    });
    await repository.commit('Longer calls', { 'live.yaml': values('Acme', 20) });
    await repository.git('mv', 'live.yaml', 'env.yaml');
    await repository.commit('Move', { 'persona-sync.yaml': config('env.yaml') });
    await repository.commit('New brand', { 'env.yaml': values('Apex', 20) });
    const { changes } = await driftIn(repository, { role: 'Desk of Acme', call_config: { max_duration: 10 } });
    expect(changes).toEqual([
      ['/role', 'behind', 'New brand 1'],
      ['/call_config/max_duration', 'behind', 'Longer calls 1'],
    ]);
    const edited = await driftIn(repository, { role: 'Desk of Bond', call_config: { max_duration: 20 } });
    expect(edited.changes).toEqual([['/role', 'edited', null]]);
  });

  it('looks past commits whose files were broken', async () => {
    const repository = await deskHistory({
      Begin: 'role: one\n',
      Broken: 'role: [\n',
      'No such prompt': 'role: broken\npersonality_prompt: { file: ../nowhere.md }\n',
      Now: 'role: two\n',
    });
    expect((await driftIn(repository, { role: 'one' })).changes).toEqual([['/role', 'behind', 'Broken 3']]);
  });

  it.each(['a b', "o'clock", 'quo"te', 'tabs\u00e9 \u{1f600}', '[x]', ':(glob)'])(
    'reads a path such as %s',
    async (name) => {
      const repository = await createRepository();
      const file = `personas/${name}/desk.yaml`;
      const text = (role: string): string =>
        desk(`role: ${role}\npersonality_prompt: { file: "./_${name.replaceAll('"', '\\"')}.md" }\n`);
      await repository.commit('Begin', { [file]: text('one'), [`personas/${name}/_${name}.md`]: 'one' });
      await repository.commit('Now', { [file]: text('two'), [`personas/${name}/_${name}.md`]: 'two' });
      expect((await driftIn(repository, { role: 'one', personality_prompt: 'one' })).changes).toEqual([
        ['/role', 'behind', 'Now 1'],
        ['/personality_prompt', 'behind', 'Now 1'],
      ]);
    },
  );
});

describe('new', () => {
  const versions = { Begin: '', 'Manage the role': 'role: Desk\n' };

  it('is a field that the files have come to manage, as long as nothing was written since', async () => {
    expect(await driftIn(await deskHistory(versions), { role: 'Old' }, { updatedAt: BEFORE_ALL_COMMITS })).toEqual({
      cause: 'behind',
      changes: [['/role', 'new', null]],
      notes: [],
    });
  });

  it('is edited once the live side was written', async () => {
    expect((await driftIn(await deskHistory(versions), { role: 'Old' })).changes).toEqual([['/role', 'edited', null]]);
  });

  it('is a field that only the work tree manages', async () => {
    const repository = await deskHistory({ Begin: '' });
    await repository.write(FILE, desk('role: Desk\n'));
    expect((await driftIn(repository, { role: 'Old' })).changes).toEqual([['/role', 'new', null]]);
  });

  it('is never what commits managed with another value', async () => {
    const repository = await deskHistory({ Begin: 'role: one\n', Now: 'role: two\n' });
    const { changes } = await driftIn(repository, { role: 'x' }, { updatedAt: BEFORE_ALL_COMMITS });
    expect(changes).toEqual([['/role', 'edited', null]]);
  });
});
