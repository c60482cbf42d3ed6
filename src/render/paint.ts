/** Shown lines as text, with colour or without. */
import { LINE_MARK, lineText, markedPart, type ShownLine } from './shown-line.ts';
import type { Style } from './style.ts';

export function paintLine(line: ShownLine, style: Style): string {
  const mark = LINE_MARK[line.kind];
  switch (line.kind) {
    case 'place':
      return style.cyan(line.text);
    case 'same':
      return style.dim(`${mark}${line.text}`.trimEnd());
    case 'removed':
      return style.red(`${mark}${line.text}`.trimEnd());
    case 'added':
      return style.green(`${mark}${line.text}`.trimEnd());
    case 'changed':
    case 'note':
      return style.yellow(`${mark}${lineText(line)}`);
    case 'edited':
      return (
        style.yellow(mark.trimEnd()) +
        ' ' +
        line.parts.map((part) => PAINT[part.kind](markedPart(part), style)).join('')
      );
    default:
      return line satisfies never;
  }
}

const PAINT = {
  same: (text: string) => text,
  removed: (text: string, style: Style) => style.red(text),
  added: (text: string, style: Style) => style.green(text),
} as const;
