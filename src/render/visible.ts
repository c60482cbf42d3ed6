/**
 * Live text is untrusted: a terminal obeys control characters, direction characters make text read as what it is not, and
 * the log of a GitHub job obeys `::command::` where a line begins with it, and `##[command]` anywhere. All are shown as
 * escapes.
 */

/** C0 and C1 controls, zero-width and direction characters, line and paragraph separators, the byte order mark. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Source: ActionCommand in github.com/actions/runner, which takes white space before `::` for nothing. */
const LOG_COMMAND = /^(\s*):(?=:)|(?<=##)\[/g;

/** One line of text, safe for a terminal and for the log of a job. */
export function visible(text: string): string {
  return text
    .replace(INVISIBLE, (character) => SHORT[character] ?? escapeCodePoint(character))
    .replace(LOG_COMMAND, (found, space: string | undefined) => (found === '[' ? '\\x5b' : `${space ?? ''}\\x3a`));
}

function escapeCodePoint(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}
