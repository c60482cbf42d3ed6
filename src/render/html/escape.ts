/** Text in HTML, so that it is nothing but text. */
import { visible } from '../visible.ts';

/** The content of an element, or the value of an attribute in double quotes. Control and direction characters are escaped too. */
export function html(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export function code(text: string): string {
  return `<code>${html(text)}</code>`;
}

/** A sentence in which what stands in backticks is code. */
export function sentence(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`') ? code(part.slice(1, -1)) : html(part),
    )
    .join('');
}
