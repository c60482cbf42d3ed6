import { describe, expect, it } from '@jest/globals';
import { verifyWrite } from '../../../src/apply/verify.ts';
import type { JsonValue } from '../../../src/model/json.ts';
import type { LivePersona } from '../../../src/model/persona.ts';

const withSettings = (settings: JsonValue): LivePersona => ({
  id: 'p-ann',
  root: { id: 'p-ann', name: 'Ann' },
  draft: { call_config: settings },
  production: null,
});

describe('a write of call_config', () => {
  it.each([[[]], ['none'], [null]])('that puts %j back takes every setting away, as was meant', (old) => {
    const verified = verifyWrite({ call_config: old }, withSettings({ voice: 'June' }), withSettings(old));
    expect(verified).toEqual({ mismatches: [], added: [] });
  });

  it('that names some settings must leave the others', () => {
    const set = { call_config: { voice: 'Karl' } };
    const after = withSettings({ voice: 'Karl' });
    const lost = { path: '/call_config/record', field: 'unmanaged', sent: true, came_back: null };
    expect(verifyWrite(set, withSettings({ record: true }), after)).toEqual({ mismatches: [lost], added: [] });
  });
});
