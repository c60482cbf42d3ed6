/** What bind has done, as text. */
import type { Binding, NotBound } from '../model/binding.ts';
import { commandFor } from '../model/command-line.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** `options`: those that advice needs. */
export function bindText(
  { bound, rest }: { readonly bound: readonly Binding[]; readonly rest: readonly NotBound[] },
  options: readonly string[],
  style: Style,
): string {
  if (bound.length + rest.length === 0) return 'Nothing to bind: every persona file is bound to a live persona.';
  return [
    ...bound.map((one) => boundLine(one, style)),
    ...rest.map((one) => restLine(one, options, style)),
    ...commitLines(bound),
  ].join('\n');
}

function boundLine({ key, id, was, is_new: isNew }: Binding, style: Style): string {
  if (!isNew) return `${style.green('bound')}  ${visible(key)}  ${visible(id)} already`;
  return `${style.green('bound')}  ${visible(key)}  ${visible(id)}${was === null ? '' : ` (was ${visible(was)})`}`;
}

function restLine({ key, name, ids }: NotBound, options: readonly string[], style: Style): string {
  const shown = JSON.stringify(visible(name));
  const [first] = ids;
  if (first === undefined)
    return `${style.cyan('new')}  ${visible(key)}  nobody has the name ${shown}: apply creates it`;
  const have = ids.length === 1 ? 'one has nearly' : `${ids.length} have`;
  const way = `if it is ${visible(first)}: ${commandFor('bind', [key, first], options)}`;
  return `${style.yellow('unclear')}  ${visible(key)}  ${have} the name ${shown} (${ids.map(visible).join(', ')}); ${way}`;
}

function commitLines(bound: readonly Binding[]): string[] {
  const files = [...new Set(bound.filter((one) => one.is_new).map(({ file }) => file))];
  const number = bound.filter((one) => one.is_new).length;
  return number === 0 ? [] : ['', `${count(number, 'persona')} bound in ${files.map(visible).join(', ')}: commit it.`];
}
