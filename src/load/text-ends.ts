/** Line ends as they are sent: CRLF → LF. */
export function plainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** A prompt without the spaces and line ends at its very end: a block scalar adds one, an editor another. */
export function trimPromptEnd(text: string): string {
  return text.slice(0, endWithout(text, ' \n'));
}

/** A prompt file without its trailing line ends, for joining with the next by a blank line. */
export function trimLineEnds(text: string): string {
  return text.slice(0, endWithout(text, '\n'));
}

/** A loop, since a regular expression takes quadratic time for long runs of spaces in the middle. */
function endWithout(text: string, characters: string): number {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return end;
}
