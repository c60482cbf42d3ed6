import { describe, expect, it } from '@jest/globals';
import { paintLine } from '../../../src/render/paint.ts';
import { showProse } from '../../../src/render/prose.ts';
import { compareProse, type Line } from '../../../src/render/prose-diff.ts';
import { createStyle } from '../../../src/render/style.ts';
import fc from '../../support/law.ts';

const shown = (before: string, after: string): string[] => {
  const { summary, lines } = showProse(before, after);
  return [summary, ...lines.map((line) => paintLine(line, createStyle(false)))];
};

describe('a changed prompt', () => {
  it('shows the words that went and came inside a sentence that stays', () => {
    expect(
      shown(
        'Be kind.\nOffer a refund at once, then say goodbye.',
        'Be kind.\nOffer a refund only after a check, then say goodbye.',
      ),
    ).toEqual([
      '50 → 61 characters',
      '@@ line 1 @@',
      '  Be kind.',
      '~ Offer a refund [-at once-]{+only after a check+}, then say goodbye.',
    ]);
  });

  it('shows a sentence that was replaced as a whole, where the others of its line stay', () => {
    const [, , line] = shown(
      'Be kind. Promise a refund at once. Say who you are, and why you call. Goodbye.',
      'Be kind. Ask what happened first! Say who you are, and what for. Goodbye.',
    );
    expect(line).toBe(
      '~ Be kind. [-Promise a refund at once. -]{+Ask what happened first! +}Say who you are, and [-why you call-]{+what for+}. Goodbye.',
    );
  });

  it('shows sentences with little in common as two lines', () => {
    expect(shown('Never promise a date.', 'Ask for the order number first.')).toEqual([
      '21 → 31 characters; replaced whole',
      '@@ line 1 @@',
      '- Never promise a date.',
      '+ Ask for the order number first.',
    ]);
  });

  it.each(['[-', '-]', '{+', '+}'])('marks no words in a line that holds %s itself, on either side', (mark) => {
    const [old, now] = [
      `Offer a refund at once ${mark} then say goodbye.`,
      'Offer a refund at once, then say goodbye.',
    ];
    expect(shown(old, now).slice(2)).toEqual([`- ${old}`, `+ ${now}`]);
    expect(shown(now, old).slice(2)).toEqual([`- ${now}`, `+ ${old}`]);
  });

  it('cuts long unchanged stretches of a line, on the side away from the change', () => {
    const long = 'Speak slowly and clearly. '.repeat(20);
    const [, , line = ''] = shown(`${long}Offer a refund.${long}`, `${long}Offer a voucher.${long}`);
    expect(line).toMatch(/^~ ….{60}\[-refund-\]\{\+voucher\+\}.{60}…$/);
  });

  it('keeps two lines of context and leaves the rest out', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `Rule ${at + 1}`);
    const edited = lines.map((line, at) => (at === 9 ? 'Another rule entirely, much longer' : line));
    expect(shown(lines.join('\n'), edited.join('\n')).slice(1)).toEqual([
      '@@ line 8 @@',
      '  Rule 8',
      '  Rule 9',
      '- Rule 10',
      '+ Another rule entirely, much longer',
      '  Rule 11',
      '  Rule 12',
    ]);
  });

  it.each([
    ['line ends', 'a b\r\nc', 'a b\nc', 'only line ends differ'],
    ['white space', 'a b\nc', 'a  b\n\nc', 'only white space differs'],
    ['quotes', `Say "hi" and 'bye'`, 'Say “hi” and ‘bye’', 'only quotes differ'],
    ['both', 'Say "hi"  now', 'Say “hi” now', 'only white space and quotes differ'],
  ])('says that only %s differs', (_, before, after, expected) => {
    expect(shown(before, after)[0]).toContain(expected);
  });

  it('says a new prompt, a cleared one, and shows every line of it', () => {
    expect(shown('', 'One.\nTwo.')).toEqual(['9 characters', '@@ line 1 @@', '+ One.', '+ Two.']);
    expect(shown('One.\nTwo.', '')).toEqual(['cleared, was 9 characters', '@@ line 1 @@', '- One.', '- Two.']);
  });

  it('is no slower than its size where nothing is alike', () => {
    const text = (word: string): string => Array.from({ length: 6000 }, (_, at) => `${word} ${at}`).join('\n');
    expect(compareProse(text('old'), text('new')).nature).toBe('replaced');
  });

  it('loses no character of either text (a law)', () => {
    const word = fc.constantFrom('a', 'refund', ' ', '\n', '.', 'once', '“', '"');
    const prose = fc.array(word, { maxLength: 40 }).map((words) => words.join('').trim());
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const lines = compareProse(before, after).hunks.flatMap((hunk) => hunk.lines);
        const side = (kind: 'removed' | 'added') => lines.flatMap((line) => textOf(line, kind));
        expect(subsequence(side('removed'), before.split('\n'))).toBe(true);
        expect(subsequence(side('added'), after.split('\n'))).toBe(true);
        if (before !== after) expect(lines.some((line) => line.kind !== 'same')).toBe(true);
      }),
    );
  });
});

/** A line as it stands in the old (`removed`) or the new text (`added`); none where it stands in the other only. */
function textOf(line: Line, kind: 'removed' | 'added'): string[] {
  if (line.kind === 'edited') {
    return [
      line.parts
        .filter((part) => part.kind === 'same' || part.kind === kind)
        .map(({ text }) => text)
        .join(''),
    ];
  }
  return line.kind === 'same' || line.kind === kind ? [line.text] : [];
}

function subsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at += 1;
  return at === part.length || (whole.length === 1 && whole[0] === '' && part.length === 0);
}
