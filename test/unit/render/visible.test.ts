import { describe, expect, it } from '@jest/globals';
import { documentText } from '../../../src/render/documents.ts';
import { visible } from '../../../src/render/visible.ts';

describe('live text', () => {
  it.each([
    ['::error::x', '\\x3a:error::x'],
    ['  ::add-mask::x', '  \\x3a:add-mask::x'],
    ['\u00a0::stop-commands::x', '\u00a0\\x3a:stop-commands::x'],
    ['so ##[error]x', 'so ##\\x5berror]x'],
    ['###[group]', '###\\x5bgroup]'],
    ['a ::b:: c, # [x], #[x], : : and :', 'a ::b:: c, # [x], #[x], : : and :'],
    ['\u001b[31mred\u202e', '\\x1b[31mred\\u202e'],
  ])('%j is no command for the log of a job', (text, shown) => expect(visible(text)).toBe(shown));

  it('is no command in a document either, and the same text when that is read', () => {
    const document = { text: '##[error]a ###[b \\##[c' };
    expect(documentText(document)).not.toContain('##[');
    expect(JSON.parse(documentText(document))).toEqual(document);
  });
});
