/** Text in HTML, so that it is nothing but text. */
import { partsOf } from '../sheet/words.ts';
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

/** A sentence of ours with text of others in it. */
export function sentence(text: string): string {
  return partsOf(visible(text))
    .map((part) => (part.isCode ? code(part.text) : html(part.text)))
    .join('');
}
