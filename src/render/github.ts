/**
 * A sheet as workflow commands, which GitHub shows at file and line. It shows ten of each kind a step, so what matters
 * most comes first, and the tenth says how many more there are; those stand below as plain lines.
 *
 * Source: "Workflow commands for GitHub Actions", and the escaping of the runner's toolkit (`@actions/core`, command).
 */
import { posix } from 'node:path';
import type { Note, SharedChanges, Sheet, SheetChange, SheetPersona, SheetPlace, Tone } from './sheet/sheet.ts';
import { inFull, placeText, titleOf } from './sheet/words.ts';
import { LINE_MARK, lineText } from './shown-line.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

const MOST_SHOWN = 10;

type Kind = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly kind: Kind;
  readonly title: string;
  /** Lines of text. */
  readonly lines: readonly string[];
  readonly place: SheetPlace | null;
}

/** `folder`: the working directory below the top of the repository, which GitHub takes files to be relative to. */
export function githubText(sheet: Sheet, elsewhere: readonly string[], folder: string): string {
  const all = [...ofRun(sheet), ...ofPersonas(sheet), ...ofChanges(sheet)].map((one) => below(folder, one));
  const kinds = ['error', 'warning', 'notice'] as const;
  const sorted = kinds.map((kind) =>
    shortened(
      all.filter((one) => one.kind === kind),
      inFull(sheet, null, elsewhere),
    ),
  );
  return [
    `${sheet.environment === null ? '' : `${visible(sheet.environment)}: `}${visible(sheet.summary)}`,
    ...sorted.flatMap(({ shown }) => shown.map(command)),
    ...sorted.flatMap(({ others }) => others.map(plainLine)),
    ...sheet.remarks.map(visible),
    '',
  ].join('\n');
}

const KINDS: Readonly<Record<Tone, Kind>> = { bad: 'error', warn: 'warning', calm: 'warning', good: 'notice' };

function ofRun({ stop, notes, ...sheet }: Sheet): Annotation[] {
  const stopped = stop === null ? [] : [{ message: stop.message, hint: stop.hint }];
  return [
    ...stopped.map(({ message, hint }): Annotation => {
      return {
        kind: 'error',
        title: titleOf({ ...sheet, stop, notes }),
        lines: [message, ...hintLines(hint)],
        place: null,
      };
    }),
    ...notes.map(ofNote),
  ];
}

function ofNote({ tone, label, text, place, hint }: Note): Annotation {
  return { kind: KINDS[tone], title: label, lines: [text, ...hintLines(hint)], place };
}

function hintLines(hint: string | null): string[] {
  return hint === null ? [] : hint.split('\n');
}

/** What is wrong with a persona, or who moved, where no note has told it already. */
function ofPersonas({ notes, personas }: Sheet): Annotation[] {
  const known = new Set(notes.map(({ text }) => text));
  return personas
    .filter(({ tone }) => tone === 'bad' || tone === 'warn')
    .filter(({ told, details }) => details.length > 0 || (told !== null && !known.has(told)))
    .map(({ key, status, told, details, fields, tone, file, changes }) => ({
      kind: KINDS[tone],
      title: `${key} ${status}`,
      lines: [
        `${key} ${status}: ${[fields.join(', '), told ?? ''].filter((part) => part !== '').join('; ')}`,
        ...details,
      ],
      place: changes[0]?.place ?? (file === '' ? null : { file, line: 1, column: null }),
    }));
}

/** What is on air at once first; of the rest, what reaches most personas. */
function ofChanges({ shared, personas, look }: Sheet): Annotation[] {
  // What a run was to write and did not is told of its persona.
  const changing = personas.filter(({ tone }) => look !== null || tone === 'good');
  const all = [...shared.flatMap(ofShared), ...changing.flatMap(ofPersona)];
  return [...all.filter(({ plane }) => plane === 'immediate'), ...all.filter(({ plane }) => plane === 'draft')].map(
    ({ annotation }) => annotation,
  );
}

interface Placed {
  readonly plane: SheetChange['plane'];
  readonly annotation: Annotation;
}

function ofShared({ keys, changes }: SharedChanges): Placed[] {
  const named = keys.length > MOST_SHOWN ? `${keys.slice(0, MOST_SHOWN).join(', ')}, …` : keys.join(', ');
  return changes.map((change) => ofChange(change, count(keys.length, 'persona'), [`Reaches ${named}.`]));
}

function ofPersona({ key, changes }: SheetPersona): Placed[] {
  return changes.map((change) => ofChange(change, key, []));
}

/** Lines of a prompt beyond these are not repeated in an annotation. */
const MOST_LINES = 40;

function ofChange(change: SheetChange, who: string, more: readonly string[]): Placed {
  const { label, plane, heading, place, summary, values, lines } = change;
  const what = values === null ? (summary ?? 'changes') : `${values.before} → ${values.after}`;
  const shown = lines.slice(0, MOST_LINES).map((line) => `${LINE_MARK[line.kind]}${lineText(line)}`);
  const left = lines.length - shown.length;
  const annotation: Annotation = {
    kind: 'notice',
    title: `${who}: ${label}`,
    lines: [
      `${label}: ${what} (${heading})`,
      ...more,
      ...shown,
      ...(left > 0 ? [`… ${count(left, 'more line')}`] : []),
    ],
    place,
  };
  return { plane, annotation };
}

/** All where they are at most ten, else nine and one that counts the others. */
function shortened(
  all: readonly Annotation[],
  where: readonly string[],
): { readonly shown: readonly Annotation[]; readonly others: readonly Annotation[] } {
  if (all.length <= MOST_SHOWN) return { shown: all, others: [] };
  const shown = all.slice(0, MOST_SHOWN - 1);
  const others = all.slice(MOST_SHOWN - 1);
  const kind = all[0]?.kind ?? 'notice';
  const text = `${count(others.length, `more ${kind}`)} than GitHub shows of a step; all of them: the log of this step, or ${where.join(', ')}`;
  return { shown: [...shown, { kind, title: `${others.length} more`, lines: [text], place: null }], others };
}

function below(folder: string, annotation: Annotation): Annotation {
  const { place } = annotation;
  return place === null ? annotation : { ...annotation, place: { ...place, file: posix.join(folder, place.file) } };
}

function command({ kind, title, lines, place }: Annotation): string {
  const where = place === null ? [] : [`file=${property(place.file)}`, ...positionOf(place)];
  const message = lines.map((line) => data(visible(line))).join('%0A');
  return `::${kind} ${[...where, `title=${property(title)}`].join(',')}::${message}`;
}

function positionOf({ line, column }: SheetPlace): string[] {
  if (line === null) return [];
  return [`line=${line}`, ...(column === null ? [] : [`col=${column}`])];
}

/** No line of it begins like a command. */
function plainLine({ kind, title, lines, place }: Annotation): string {
  const where = place === null ? '' : `${visible(placeText(place))}: `;
  return `${kind}: ${where}${visible(title)}: ${visible(lines[0] ?? '')}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
