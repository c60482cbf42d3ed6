/** Lines of a journal, for tests that read one. */
import type { EndLine, OutcomeLine, RunLine, RunRecord, WriteLine } from '../../src/model/journal.ts';
import type { JsonObject } from '../../src/model/json.ts';

const RUN: RunLine = {
  type: 'run',
  format_version: '1',
  run: '3f9c2a',
  command: 'apply',
  undoes: null,
  started_at: '2026-03-01T09:00:00.000Z',
  target: { base_url: 'http://127.0.0.1:1', environment: null, account: 'acct-1' },
  commit: null,
  files: 1,
  version: '0.1.0',
  pid: 1,
  host: 'here',
  ci: null,
};

const WRITE: WriteLine = {
  type: 'write',
  at: '2026-03-01T09:00:01.000Z',
  key: 'ann',
  id: 'p-ann',
  name: 'Ann',
  attempt: 1,
  fields: [{ path: '/role', before: 'old', sent: 'new', redacted: false }],
};

export const RUN_LINE: JsonObject = JSON.parse(JSON.stringify(RUN));
export const WRITE_LINE: JsonObject = JSON.parse(JSON.stringify(WRITE));

/** A write of `/role`, old → new, unless told otherwise. */
export function writeOf(more: Partial<WriteLine> = {}): WriteLine {
  return { ...WRITE, ...more };
}

export function outcomeOf(more: Partial<OutcomeLine> = {}): OutcomeLine {
  const about = { at: '2026-03-01T09:00:02.000Z', key: 'ann', id: 'p-ann' };
  return { type: 'outcome', ...about, status: 'applied', reason: null, stored: [], ...more };
}

/** A journal as read back. */
export function recordOf(
  writes: readonly WriteLine[],
  outcomes: readonly OutcomeLine[],
  end: EndLine | null = null,
): RunRecord {
  const { type: _, ...run } = RUN;
  return {
    ...run,
    path: '/run.jsonl',
    writes: writes.map((write, at) => ({ ...write, line: at + 2 })),
    promotes: [],
    creates: [],
    outcomes,
    end,
  };
}
