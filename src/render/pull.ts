/** What pull would write, or wrote, as text: the diff of each file, what stays as it is and why, and the counts. */
import { commandFor } from '../model/command-line.ts';
import type { Place } from '../model/diagnostic.ts';
import type {
  ConflictReason,
  FileWrite,
  LeftOut,
  LeftOutReason,
  PullConflict,
  Pulled,
  PulledPersona,
  PullPlane,
  SkippedPersona,
} from '../model/pull.ts';
import { indent } from './indent.ts';
import { paintLine } from './paint.ts';
import { showProse } from './prose.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count, fieldLabel, wrapList } from './words.ts';

export interface PullWords {
  readonly from: PullPlane;
  /** The options that say which files and which account are meant. */
  readonly options: readonly string[];
  /** New files are shown with their text, also where there are many. */
  readonly verbose: boolean;
}

/** More new files than this are named, and not shown with their text. */
const MOST_SHOWN = 3;

/** Everything but the counts; an empty text where there is nothing to tell. */
export function pullText(pulled: Pulled, words: PullWords, style: Style): string {
  const { personas, skipped, writes, adopted } = pulled;
  const edits = writes.filter(({ before }) => before !== null);
  const fresh = writes.filter(({ before }) => before === null);
  const isShown = words.verbose || fresh.length <= MOST_SHOWN;
  return [
    keyLines(personas, style),
    ...edits.map((write) => diffLines(write, style)),
    ...(isShown ? fresh.map((write) => diffLines(write, style)) : [freshLines(fresh, style)]),
    adopted.map(({ file }) => `= ${visible(file)} (there already, as it would be written)`),
    conflictLines(personas, words, style),
    leftOutLines(personas),
    onAirLines(personas, words),
    skippedLines(skipped),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** `57 new, 3 edited, 10 unchanged, 1 in conflict`. */
export function pullSummary({ personas, writes }: Pulled, state: 'would' | 'did', style: Style): string {
  const number = (action: PulledPersona['action']): number => personas.filter((one) => one.action === action).length;
  const conflicts = personas.filter((persona) => persona.conflicts.length > 0).length;
  const parts = [
    ...(number('written') === 0 ? [] : [style.green(`${number('written')} new`)]),
    ...(number('edited') === 0 ? [] : [style.yellow(`${number('edited')} edited`)]),
    `${number('unchanged')} unchanged`,
    ...(conflicts === 0 ? [] : [style.red(`${conflicts} with conflicts`)]),
  ];
  const counts = `of ${count(personas.length, 'persona')} ${parts.join(', ')}`;
  if (writes.length === 0 && conflicts > 0) return `Nothing to write: ${counts}.`;
  if (writes.length === 0) return `Nothing to pull: ${allSame(personas.length)}.`;
  return `${state === 'did' ? 'Pulled' : 'Pull'}: ${counts}; ${count(writes.length, 'file')} ${state === 'did' ? 'written' : 'to write'}.`;
}

function allSame(number: number): string {
  if (number === 0) return 'no persona is live that could have a file';
  return number === 1 ? 'the file says what is live' : `all ${number} files say what is live`;
}

/** What comes next, once files are written. */
export function pullNext({ personas, writes }: Pulled, { from, options }: PullWords): string {
  const clean = from === 'draft' && personas.every(({ conflicts }) => conflicts.length === 0);
  const expects = clean ? ' (no changes)' : '';
  // What is new is in no diff before it is added.
  const look = writes.some(({ before }) => before === null) ? 'git status, git diff' : 'git diff';
  return `Next: look at them (${look}), check with ${commandFor('plan', [], options)}${expects}, and commit.`;
}

function diffLines({ file, before, after }: FileWrite, style: Style): string[] {
  const { lines } = showProse(withoutEnd(before ?? ''), withoutEnd(after));
  const head = before === null ? style.green(`+ ${visible(file)} (new)`) : style.yellow(`~ ${visible(file)}`);
  const shown = before === null ? lines.filter(({ kind }) => kind !== 'place') : lines;
  return [style.bold(head), ...indent(shown.map((line) => paintLine(line, style)))];
}

function withoutEnd(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '');
}

function freshLines(fresh: readonly FileWrite[], style: Style): string[] {
  const lines = fresh.map(
    ({ file, after }) => `${style.green(`+ ${visible(file)}`)} (new, ${count(linesIn(after), 'line')})`,
  );
  return [...lines, 'To see their text: --verbose'];
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

/** First of all: keys must not come into git, and whoever put one there should know. */
function keyLines(personas: readonly PulledPersona[], style: Style): string[] {
  const held = personas.flatMap(({ key, left_out: leftOut, conflicts }) =>
    [
      ...leftOut.filter(({ reason }) => reason === 'key_shape'),
      ...conflicts.filter(({ detail }) => detail === 'key_shape'),
    ].map(({ path }) => `  ${visible(key)}: ${fieldLabel(path)}`),
  );
  if (held.length === 0) return [];
  const what = held.length === 1 ? 'This live field holds' : 'These live fields hold';
  return [
    style.red(`${what} what looks like an API key, and ${held.length === 1 ? 'is' : 'are'} left out:`),
    ...held,
    'Take it out in the dashboard, and make a new key: whoever may read the persona has it.',
  ];
}

function conflictLines(personas: readonly PulledPersona[], { options }: PullWords, style: Style): string[] {
  return personas.flatMap(({ key, conflicts }) => {
    if (conflicts.length === 0) return [];
    const told = conflicts.flatMap((conflict) => indent(conflictText(conflict, style)));
    const apply = commandFor('apply', [key], options);
    const ways = `Edit these places by hand; or put back what the files say: ${apply}`;
    return [style.bold(visible(key)), ...told, ...indent([ways])];
  });
}

function conflictText({ path, reason, at, other, detail }: PullConflict, style: Style): string[] {
  const place = at === null ? '' : `${placeText(at)}: `;
  return [
    `${style.red('conflict')}: ${place}${fieldLabel(path)} ${WHY[reason](placeText(other), detail === null ? null : visible(detail))}`,
  ];
}

const WHY: Readonly<Record<ConflictReason, (other: string, detail: string | null) => string>> = {
  value: (other) => `comes from a \${value}${other === '' ? '' : ` (${other})`}, and is not overwritten`,
  alias: (other) => `repeats an anchor${other === '' ? '' : ` (${other})`}, and is not overwritten`,
  anchor: (other) => `is repeated elsewhere (${other}), and is not overwritten`,
  shared_prompt: (other, detail) => `comes from ${detail ?? 'a prompt file'}, which ${other} reads too`,
  prompt_list: (other) =>
    `is made of several prompt files (the first: ${other}): live text cannot be divided among them`,
  left_out: (_, detail) =>
    `differs, but no file can hold what is live: ${detail === 'key_shape' ? 'it looks like an API key' : detail}`,
  unwritable: (_, detail) => `differs, but cannot be edited safely${detail === null ? '' : `: ${detail}`}`,
};

function placeText(place: Place | null): string {
  return place === null ? '' : `${visible(place.file)}:${place.line}:${place.column}`;
}

const LEFT_OUT: Readonly<Record<Exclude<LeftOutReason, 'key_shape' | 'unknown_field'>, string>> = {
  wrong_type: 'of another type',
  blank_item: 'with an empty item',
  incomplete_row: 'with a row that is not complete',
  number: 'a number that cannot be kept',
  broken_text: 'no whole text',
  too_long: 'too long',
  unwritable: 'not writable',
};

function leftOutLines(personas: readonly PulledPersona[]): string[] {
  const unknown = fieldsBy(personas, ({ reason }) => reason === 'unknown_field');
  const others = personas.flatMap(({ key, left_out: leftOut }) => leftOut.flatMap((one) => leftOutText(key, one)));
  return [
    ...(others.length === 0 ? [] : ['Left unmanaged, since a file cannot hold them:', ...others]),
    ...(unknown.length === 0
      ? []
      : [
          ...wrapList('Left unmanaged, since this tool does not know them: ', unknown),
          'To manage one of them too, name it under allow_fields in persona-sync.yaml, and pull again with --fields.',
        ]),
  ];
}

function leftOutText(key: string, { path, reason, detail }: LeftOut): string[] {
  if (reason === 'unknown_field' || reason === 'key_shape') return [];
  const why = detail === null ? LEFT_OUT[reason] : `${LEFT_OUT[reason]}: ${visible(detail)}`;
  return [`  ${visible(key)}: ${fieldLabel(path)} (${why})`];
}

/** `webhook (12 personas)`. */
function fieldsBy(personas: readonly PulledPersona[], isMeant: (leftOut: LeftOut) => boolean): string[] {
  const counts = new Map<string, number>();
  for (const { path } of personas.flatMap(({ left_out: leftOut }) => leftOut.filter(isMeant))) {
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].map(([path, number]) => `${fieldLabel(path)} (${count(number, 'persona')})`);
}

function onAirLines(personas: readonly PulledPersona[], { from }: PullWords): string[] {
  const waiting = personas.filter(({ not_on_air: paths }) => paths.length > 0);
  if (waiting.length === 0 || from === 'production') return [];
  const names = waiting.map(({ key, not_on_air: paths }) => `${visible(key)} (${paths.map(fieldLabel).join(', ')})`);
  return [
    ...wrapList('Drafts that callers do not hear yet, and that the files take: ', names),
    'To take what callers hear instead: --from production',
  ];
}

const SKIPPED: Readonly<Record<SkippedPersona['reason'], readonly [one: string, many: string]>> = {
  twin: [
    'machine-made twin of another agent, which the service rewrites',
    'machine-made twins of other agents, which the service rewrites',
  ],
  deleted: ['deleted persona', 'deleted personas'],
  no_version: ['persona without a production version', 'personas without a production version'],
  unbound: [
    'persona whose name a file has that is bound to none',
    'personas whose names files have that are bound to none',
  ],
  id: ['persona with an id that no file may have', 'personas with ids that no file may have'],
  name: ['persona with a name that no file may have', 'personas with names that no file may have'],
};

function skippedLines(skipped: readonly SkippedPersona[]): string[] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const own = skipped.filter((one) => one.reason === reason);
    const head = `Left out: ${count(own.length, ...SKIPPED[reason])}`;
    if (reason === 'twin' || reason === 'deleted') return [`${head}.`];
    if (reason === 'unbound')
      return [
        `${head}. When it is the same:`,
        ...own.map(({ name, detail }) => `  ${detail ?? ''}  # "${visible(name)}"`),
      ];
    const names = own.map(
      ({ id, name, detail }) => `${visible(id)} "${visible(name)}"${detail === null ? '' : ` (${visible(detail)})`}`,
    );
    return wrapList(`${head}: `, names);
  });
}
