import { describe, expect, it } from '@jest/globals';
import { markdownText } from '../../../../src/render/markdown/markdown.ts';
import type { Sheet } from '../../../../src/render/sheet/sheet.ts';
import { nodesOf } from '../../../support/gfm.ts';
import fc, { tries } from '../../../support/law.ts';
import { hostilePairs, type Pair, sheetOf } from '../../../support/review.ts';

const LIMIT = 60_000;

/** The only HTML of ours: hidden lines, and folded parts. What stands in `code` has no tag in it. */
const OURS = [
  /^<!-- persona-sync(?::[A-Za-z0-9._%-]+)+ -->$/,
  /^<!-- persona-sync \{[^<>]*\} -->$/,
  /^<details(?: open)?><summary>(?:[A-Za-z0-9 ·,]|<b>[A-Za-z0-9 ]+<\/b>|<code>[^<>]*<\/code>)*<\/summary>$/,
  /^<\/details>$/,
];

/** What GitHub would link, mention or run where it stands outside of code. */
const MEANS_SOMETHING = /@|#\d|:\/\/|www\.|[<>`|]|GH-|\b[A-Z]+-\d|[0-9a-f]{12}|:\w+:/;

/** What is wrong with a comment: empty for a good one. */
function troubles(markdown: string): string[] {
  const nodes = nodesOf(markdown);
  const values = (type: string): string[] => nodes.filter((node) => node.type === type).map(({ value }) => value);
  const html = values('html');
  const folds = (part: string): number => html.filter((value) => value.startsWith(part)).length;
  const marks = [html[0], html.at(-1)].map((value) => value?.startsWith('<!-- persona-sync') ?? false);
  const odd = [
    'link',
    'linkReference',
    'image',
    'imageReference',
    'definition',
    'footnoteReference',
    'footnoteDefinition',
  ];
  return [
    ...(markdown.length <= LIMIT ? [] : [`${markdown.length} characters`]),
    ...html.filter((value) => !OURS.some((ours) => ours.test(value))).map((value) => `HTML: ${value}`),
    ...(folds('<details') === folds('</details') ? [] : ['folded parts are not closed']),
    ...(marks.every(Boolean) ? [] : ['a hidden line is missing']),
    ...nodes.filter(({ type }) => odd.includes(type)).map(({ type }) => type),
    ...values('text')
      .filter((value) => MEANS_SOMETHING.test(value))
      .map((value) => `text: ${value}`),
    ...nodes
      .filter(({ type }) => type === 'heading')
      .slice(2)
      .map(() => 'a heading too many'),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    ...(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b\u2028]/.test(markdown) ? ['control characters'] : []),
  ];
}

function machineFacts(markdown: string): unknown {
  const line = markdown.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(line.replace('<!-- persona-sync ', '').replace(' -->', ''));
}

describe('Markdown of 500 changed personas', () => {
  const pairs = Array.from({ length: 500 }, (_, at): Pair => {
    const prompt = (word: string): string => `You are persona ${at}.\nSay ${word} ${at}.\n${'Stay calm. '.repeat(80)}`;
    return {
      key: `team-${at % 7}/persona-${at}`,
      desired: { name: `Persona ${at}`, role: `New ${at}`, personality_prompt: prompt('hello') },
      live: { name: `Persona ${at}`, role: `Old ${at}`, personality_prompt: prompt('good morning') },
    };
  });
  const markdown = markdownText(sheetOf(pairs), ['plan.html']);

  it('is valid, and below 60,000 characters', () => expect(troubles(markdown)).toEqual([]));

  it('has a complete summary, and a row for each', () => {
    expect(markdown).toContain(
      '**Plan: 500 of 500 personas to update, 0 unchanged. 1,000 changes: 500 on air at once, 500 on the draft.**',
    );
    expect(nodesOf(markdown).filter(({ type }) => type === 'tableRow')).toHaveLength(501);
    expect(machineFacts(markdown)).toMatchObject({ command: 'plan', counts: { files: 500, update: 500 } });
  });

  it('says how many are left out, and where they are', () => {
    const shown = markdown.split('<details><summary><code>').length - 1;
    expect(shown).toBeGreaterThan(5);
    expect(markdown).toContain(
      `**The changes of ${500 - shown} more personas are left out here**, for want of room. All of them: \`plan.html\`, \`persona-sync plan\``,
    );
  });
});

describe('a prompt too long for a comment', () => {
  const lines = (word: string): string =>
    Array.from({ length: 3000 }, (_, at) => `${word} ${at} ${'x'.repeat(20)}`).join('\n');
  const sheet = sheetOf([
    {
      key: 'long',
      desired: { name: 'A', personality_prompt: lines('new') },
      live: { name: 'A', personality_prompt: lines('old') },
    },
    { key: 'short', desired: { name: 'B', personality_prompt: 'Short and new.' }, live: { name: 'B' } },
  ]);
  const markdown = markdownText(sheet, []);

  it('is cut in its middle, between two fences, and says so; shorter ones stay whole', () => {
    expect(troubles(markdown)).toEqual([]);
    expect(markdown.length).toBeGreaterThan(50_000);
    expect(markdown).toMatch(
      /\n```\n\n\*\*… 4,\d{3} lines \([\d,]+ characters\) left out here …\*\* In full: `persona-sync plan long`\n\n```diff\n/,
    );
    expect(markdown).toContain('- old 0 x');
    expect(markdown).toContain('+ new 2999 x');
    expect(markdown).toContain('+ Short and new.');
  });
});

describe('hostile text in Markdown', () => {
  const markdown = markdownText(sheetOf(hostilePairs()), ['@team.html']);

  it('is nothing but text: no HTML, link, mention, heading or control character', () => {
    expect(troubles(markdown)).toEqual([]);
  });

  it('ends no fence, and is there to be read', () => {
    const fences = nodesOf(markdown).filter(({ type, value }) => type === 'code' && value.includes('@@ '));
    expect(fences).toHaveLength(hostilePairs().length);
    expect(fences.map(({ value }) => value).join('\n')).toContain('<script>window.hurt = 1; alert(1)</script>');
  });

  it('cannot end the hidden lines', () => {
    const evil: Sheet = { ...sheetOf([]), environment: '--> <script>-', commit: '--><b>', digest: '--' };
    const lines = markdownText(evil, []).trimEnd().split('\n');
    for (const line of [lines[0] ?? '', lines.at(-1) ?? '']) {
      expect(line).toMatch(/^<!-- [^<>]* -->$/);
      expect(line.slice(4, -3)).not.toContain('--');
    }
    expect(machineFacts(lines.join('\n'))).toMatchObject({ environment: '--> <script>-', commit: '--><b>' });
  });
});

it('any plan is a valid comment below 60,000 characters (a law)', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('`', '```\n', '|', '\\|', '\n', 'word '),
    fc
      .tuple(fc.constantFrom('`', 'x', 'line\n', '|', '𝒳'), fc.integer({ min: 1, max: 30_000 }))
      .map(([part, times]) => part.repeat(times)),
  );
  const fields = fc.record({ name: text, role: text, personality_prompt: text }, { requiredKeys: ['name'] });
  const pair = fc.record({ key: text, desired: fields, live: fields });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 6 }), (pairs) => {
      expect(troubles(markdownText(sheetOf(pairs), []))).toEqual([]);
    }),
    tries(25),
  );
});
