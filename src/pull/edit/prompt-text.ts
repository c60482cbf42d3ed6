/** A prompt file for another prompt: lines that stay are those that stood there, with their line ends. */
import { unescapeReferences } from '../../load/values.ts';
import { canonicalText } from '../../plan/canonical.ts';
import { escapeText } from '../escape.ts';
import { commonEnd, commonStart } from './block-text.ts';
import { endOfWritten } from './source.ts';

/** `old` holds no `${values}`. Null where the file would not be read as the prompt. */
export function editPromptText(old: string, wanted: string): string | null {
  const end = endOfWritten(old, 0, old.length);
  const before = old.slice(0, end).split('\n');
  const plain = before.map((line) => line.replace(/\r$/, ''));
  const after = escapeText(wanted).split('\n');
  const start = commonStart(plain, after);
  const ending = commonEnd(plain.slice(start), after.slice(start));
  const carriage = before[0]?.endsWith('\r') || (before.length === 1 && old.slice(end).startsWith('\r')) ? '\r' : '';
  const lines = after.map((line, at) => {
    if (at === after.length - 1) return line;
    const stood = at < start ? at : at >= after.length - ending ? at - after.length + before.length : -1;
    return stood === -1 || stood >= before.length - 1 ? line + carriage : (before[stood] ?? line);
  });
  const text = lines.join('\n') + old.slice(end);
  return canonicalText(unescapeReferences(text)) === canonicalText(wanted) ? text : null;
}
