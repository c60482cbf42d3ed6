/** Counts and lists in words. */
import { visible } from './visible.ts';

export { commandLine } from '../model/command-line.ts';

/** `1 persona`, `3,000 personas`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** A whole number with its thousands apart: `10,000`. Loading the tables of languages for it would take 30 ms. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A field as people write it: `/call_config/voice` → `call_config.voice`. Safe for a terminal: live keys are untrusted. */
export function fieldLabel(path: string): string {
  return visible(path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~'));
}

const WIDEST_LINE = 100;

/** Names behind a beginning, divided by commas, on lines of at most 100 characters; those below the first are indented. */
export function wrapList(beginning: string, names: readonly string[]): string[] {
  const lines = [beginning];
  names.forEach((name, at) => {
    const word = at === names.length - 1 ? name : `${name},`;
    const last = lines.at(-1) ?? '';
    const gap = last.endsWith(' ') ? '' : ' ';
    const isFirst = at === 0 || last.trim() === '';
    if (!isFirst && last.length + gap.length + word.length > WIDEST_LINE) lines.push(`    ${word}`);
    else lines[lines.length - 1] = `${last}${gap}${word}`;
  });
  return lines;
}
