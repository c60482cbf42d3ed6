/** Lines longer than this are not repeated in an advice. In characters. */
const LONGEST_LINE = 80;

const ENTRY = /^(?:\s|- )*(?<name>[\w-]+):\s+(?<text>\S.*)$/;

/** What to type so that the text of a line `key: text` is taken as text. */
export function quoteAdvice(line: string): string {
  const entry = line.length > LONGEST_LINE ? null : ENTRY.exec(line);
  const { name, text } = entry?.groups ?? {};
  if (name === undefined || text === undefined) return 'If it is text, put the whole text in quotes.';
  return `If it is text, put it in quotes: ${name}: ${inQuotes(withoutQuotes(text))}`;
}

function withoutQuotes(text: string): string {
  return /^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** Double quotes read best; single ones need no care but a doubled quote where the text holds `"` or `\`. */
function inQuotes(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}
