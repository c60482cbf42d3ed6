import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../src/model/json.ts';
import { historyOf, newestFirst } from '../../../src/plan/history.ts';

const version = (
  id: string,
  type: string | null,
  number: number | string | null,
  more: JsonObject = {},
): JsonObject => ({
  id,
  version_type: type,
  version_number: number,
  ...more,
});

const idsOf = (versions: readonly JsonObject[]): unknown[] => newestFirst(versions).map(({ id }) => id);

describe('versions stand', () => {
  it('the draft first, though it keeps its number, then production, then the archived ones', () => {
    const versions = [
      version('c', 'archived', 1),
      version('b', 'production', 4),
      version('d', 'archived', '3'),
      version('a', 'draft', 2),
    ];
    expect(idsOf(versions)).toEqual(['a', 'b', 'd', 'c']);
  });

  it('by time where the service numbers none, and whatever their types are called', () => {
    const versions = [
      version('old', 'archived', null, { promoted_at: '2026-01-01T00:00:00Z' }),
      version('odd', 'shelved', null, { promoted_at: '2026-03-01T00:00:00Z' }),
      version('new', 'archived', null, { promoted_at: '2026-02-01T00:00:00Z' }),
      version('none', null, null),
    ];
    expect(idsOf(versions)).toEqual(['new', 'old', 'odd', 'none']);
  });
});

describe('a history', () => {
  it('knows what changed, also in fields that no page documents', () => {
    const entries = historyOf(
      [version('a', 'draft', 2, { memory: 'on', kb_ids: ['x'] }), version('b', 'production', 1, { kb_ids: ['x'] })],
      null,
    );
    expect(entries.map(({ compared_to: before, changes }) => [before, changes.map(({ path }) => path)])).toEqual([
      ['b', ['/memory']],
      [null, []],
    ]);
  });

  it('is empty where there are no versions', () => {
    expect(historyOf([], null)).toEqual([]);
  });
});
