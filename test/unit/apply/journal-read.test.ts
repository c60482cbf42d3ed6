import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findJournals, readJournal } from '../../../src/apply/journal-read.ts';
import { Stop } from '../../../src/errors.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { RUN_LINE, WRITE_LINE } from '../../support/journal.ts';
import { createProject, removeProject } from '../../support/project.ts';

let folder: string;

afterEach(() => removeProject(folder));

async function read(text: string): Promise<Awaited<ReturnType<typeof readJournal>>> {
  folder = await createProject({ 'run.jsonl': text });
  return readJournal(path.join(folder, 'run.jsonl'), 'run.jsonl');
}

const lines = (...parts: readonly (JsonObject | string)[]): string =>
  parts.map((part) => `${typeof part === 'string' ? part : JSON.stringify(part)}\n`).join('');

describe('a journal', () => {
  it('is read with its writes and the lines they stand on', async () => {
    const record = await read(lines(RUN_LINE, WRITE_LINE));
    expect(record).toMatchObject({ run: '3f9c2a', end: null, writes: [{ id: 'p-ann', line: 2 }], outcomes: [] });
  });

  it('that was cut short is read up to its last whole line', async () => {
    const record = await read(`${lines(RUN_LINE, WRITE_LINE)}{"type":"outcome","at`);
    expect(record).toMatchObject({ writes: [{ id: 'p-ann' }], outcomes: [] });
  });

  it('counts a last line without its end as cut, even where it could be read', async () => {
    const record = await read(`${lines(RUN_LINE)}${JSON.stringify(WRITE_LINE)}`);
    expect(record).toMatchObject({ writes: [] });
  });

  it('of a later version is read as far as it is known: other types and keys are skipped', async () => {
    const record = await read(lines({ ...RUN_LINE, colour: 'red' }, { type: 'rename', of: 1 }, WRITE_LINE));
    expect(record).toMatchObject({ writes: [{ id: 'p-ann', line: 3 }] });
  });

  it.each([
    ['a line that is no JSON', lines(RUN_LINE, '{"type":"wri', WRITE_LINE), 'line 2 is no JSON'],
    ['a line that lacks what it must have', lines(RUN_LINE, { type: 'write' }), 'line 2 is wrong: the document has no'],
    ['an id that leads elsewhere', lines(RUN_LINE, { ...WRITE_LINE, id: '../keys' }), 'line 2 is wrong: /id'],
    ['another format', lines({ ...RUN_LINE, format_version: '2' }), 'line 1 has the format version "2"'],
    ['no run at its beginning', lines(WRITE_LINE), 'its first line does not name a run'],
  ])('with %s is refused, and told why', async (_, text, why) => {
    const record = await read(text);
    expect(record).toBeInstanceOf(Stop);
    expect(record).toMatchObject({ code: 'journal', message: expect.stringContaining(why) });
  });

  it.each([[''], ['{"type":"run","format_ver']])('without a whole line is empty: %j', async (text) => {
    expect(await read(text)).toBe('empty');
  });

  it('that is a folder or a device is refused without reading it', async () => {
    folder = await createProject({});
    for (const file of [folder, '/dev/zero']) {
      expect(await readJournal(file, file)).toMatchObject({
        message: expect.stringMatching(/it is a (folder|device), not a file/),
      });
    }
  });
});

describe('the journals of a checkout', () => {
  it('are found newest first, those of one second by their last write; other files are not among them', async () => {
    const names = ['20260301T090000Z-ffffff', '20260302T090000Z-000002', '20260302T090000Z-000001'];
    const files = Object.fromEntries(names.map((name) => [`.persona-sync/runs/${name}.jsonl`, '']));
    folder = await createProject({ ...files, '.persona-sync/runs/notes.txt': '' });
    const later = new Date(Date.now() + 60_000);
    await utimes(path.join(folder, '.persona-sync/runs/20260302T090000Z-000001.jsonl'), later, later);
    expect(await findJournals(folder)).toMatchObject([{ run: '000001' }, { run: '000002' }, { run: 'ffffff' }]);
  });

  it('are none where nothing was ever written', async () => {
    folder = await createProject({});
    expect(await findJournals(folder)).toEqual([]);
  });

  it('stop with a reason where a file stands in place of their folder', async () => {
    folder = await createProject({ '.persona-sync': '' });
    const message = expect.stringContaining('The journals of this checkout cannot be read: ENOTDIR');
    expect(await findJournals(folder)).toMatchObject({ code: 'journal', message });
  });
});
