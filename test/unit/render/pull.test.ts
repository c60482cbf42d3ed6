import { describe, expect, it } from '@jest/globals';
import type { Pulled, PulledPersona, SkippedPersona } from '../../../src/model/pull.ts';
import { pullSummary, pullText } from '../../../src/render/pull.ts';
import { createStyle } from '../../../src/render/style.ts';

const STYLE = createStyle(false);
const WORDS = { from: 'draft', options: ['--env', 'live'], verbose: false } as const;

const persona = (more: Partial<PulledPersona>): PulledPersona => ({
  key: 'a',
  file: 'personas/a.yaml',
  id: 'p-1',
  name: 'Ann',
  action: 'unchanged',
  fields: [],
  conflicts: [],
  left_out: [],
  not_on_air: [],
  ...more,
});
const pulled = (more: Partial<Pulled>): Pulled => ({ personas: [], skipped: [], writes: [], adopted: [], ...more });
const skipped = (reason: SkippedPersona['reason'], id: string): SkippedPersona => ({
  id,
  name: 'x\u001b[2J',
  reason,
  detail: null,
});

describe('what pull tells', () => {
  it('counts twins and deleted ones, and names the others, with live text made safe', () => {
    const all = [skipped('deleted', '1'), skipped('deleted', '2'), skipped('twin', '3'), skipped('no_version', '4')];
    expect(pullText(pulled({ skipped: all }), WORDS, STYLE)).toBe(
      [
        'Left out: 2 deleted personas.',
        'Left out: 1 machine-made twin of another agent, which the service rewrites.',
        'Left out: 1 persona without a production version: 4 "x\\x1b[2J"',
      ].join('\n'),
    );
  });

  it('names keys in fields that a file manages, and how to end a conflict', () => {
    const conflict = { path: '/role', reason: 'left_out', at: null, other: null, detail: 'key_shape' } as const;
    expect(pullText(pulled({ personas: [persona({ action: 'conflict', conflicts: [conflict] })] }), WORDS, STYLE)).toBe(
      `This live field holds what looks like an API key, and is left out:
  a: role
Take it out in the dashboard, and make a new key: whoever may read the persona has it.

a
  conflict: role differs, but no file can hold what is live: it looks like an API key
  Edit these places by hand; or put back what the files say: persona-sync apply a --env live`,
    );
  });

  it.each<[string, Partial<Pulled>, string]>([
    ['nothing live', {}, 'Nothing to pull: no persona is live that could have a file.'],
    ['one that is the same', { personas: [persona({})] }, 'Nothing to pull: the file says what is live.'],
    [
      'conflicts alone',
      {
        personas: [
          persona({
            action: 'conflict',
            conflicts: [{ path: '/role', reason: 'value', at: null, other: null, detail: null }],
          }),
        ],
      },
      'Nothing to write: of 1 persona 0 unchanged, 1 with conflicts.',
    ],
    [
      'a new one',
      { personas: [persona({ action: 'written' })], writes: [{ file: 'a.yaml', before: null, after: 'x\n' }] },
      'Pull: of 1 persona 1 new, 0 unchanged; 1 file to write.',
    ],
  ])('sums up %s', (_, more, text) => {
    expect(pullSummary(pulled(more), 'would', STYLE)).toBe(text);
  });
});
