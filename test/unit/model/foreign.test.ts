import { describe, expect, it } from '@jest/globals';
import { foreignWays } from '../../../src/model/foreign.ts';

function waysFor(...paths: readonly string[]): string[] {
  return foreignWays({ key: 'desk', paths, allow: 'ALLOW', options: ['--env', 'staging'] });
}

describe('the ways out of a foreign difference', () => {
  it('are commands that do it, where files and rollback know the field', () => {
    expect(waysFor('/kb_ids', '/call_config/voice')).toEqual([
      'To keep it, bring it into the file: persona-sync pull desk --fields kb_ids,call_config.voice --env staging',
      'To ship it as it is: ALLOW',
      'To discard it: persona-sync rollback desk --to production --env staging',
    ]);
  });

  it('name what has to be allowed first, and what rollback cannot set', () => {
    expect(waysFor('/call_config/track')).toEqual([
      'To keep it, name `call_config.track` under `allow_fields` in persona-sync.yaml, and bring it into the file: persona-sync pull desk --fields call_config.track --env staging',
      'To ship it as it is: ALLOW',
      'To discard it: persona-sync rollback desk --to production --env staging',
    ]);
    expect(waysFor('/webhook')[2]).toBe('To discard it, set `webhook` back in the dashboard');
    expect(waysFor('/kb_ids', '/webhook')[2]).toBe(
      'To discard it, set `webhook` back in the dashboard, and the rest: persona-sync rollback desk --to production --env staging',
    );
  });
});
