import { describe, expect, it } from '@jest/globals';
import { compareVersions, hasContent, versionContent } from '../../../src/plan/version-content.ts';

const BOOKKEEPING = {
  id: 'v-1',
  persona_id: 'p-1',
  version_type: 'draft',
  version_number: 2,
  promoted_from_version_id: 'v-0',
  promoted_at: null,
  promoted_by: null,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
};

describe('the content of a version', () => {
  it('is the six documented fields in canonical form, and what the pages do not list', () => {
    const version = { ...BOOKKEEPING, kb_ids: [], personality_prompt: 'Hi.\r\n', webhook_id: 'w-1', memory: null };
    expect(versionContent(version)).toEqual({
      call_config: {},
      orchestration_prompt: null,
      personality_prompt: 'Hi.',
      default_tools: null,
      kb_ids: null,
      pathway_conditions: null,
      webhook_id: 'w-1',
    });
  });

  it('is equal where only bookkeeping and forgiven forms differ', () => {
    const other = {
      ...BOOKKEEPING,
      id: 'v-9',
      version_number: 7,
      call_config: { voice: null },
      personality_prompt: '',
    };
    expect(compareVersions(BOOKKEEPING, other)).toEqual([]);
  });

  it('differs in an undocumented field, also one that is named like bookkeeping', () => {
    const changes = compareVersions(
      { ...BOOKKEEPING, webhook_id: 'w-1', call_config: { voice: 'June', track: 'a' } },
      { ...BOOKKEEPING, webhook_id: 'w-2', call_config: { voice: 'June', track: 'b' } },
    );
    expect(changes.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['/call_config/track', 'a', 'b'],
      ['/webhook_id', 'w-1', 'w-2'],
    ]);
  });

  it('differs in what the pages list for the root alone, and in rows that only look blank', () => {
    const blank = { name: '', prompt: '', pathway_id: '', pathway_version: '', start_node_id: null };
    const changes = compareVersions(
      { ...BOOKKEEPING, pathway_conditions: [blank] },
      { ...BOOKKEEPING, description: 'Seen by nobody', pathway_conditions: [{ ...blank, webhook: 'w-1' }] },
    );
    expect(changes.map(({ path }) => path)).toEqual(['/description', '/pathway_conditions']);
  });

  it('is missing where a list shows versions without it', () => {
    expect([hasContent(BOOKKEEPING), hasContent({ ...BOOKKEEPING, kb_ids: null })]).toEqual([false, true]);
  });
});
