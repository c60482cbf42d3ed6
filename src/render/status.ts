/** Where personas stand, as text: one line a persona, for somebody who was woken. */
import { commandFor } from '../model/command-line.ts';
import type { Standing, StandingVersion } from '../model/standing.ts';
import { alignColumns, type Cell } from './columns.ts';
import type { Style } from './style.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

/** Numbers stand last: there may be many, and they then push nothing beyond 80 columns. */
const HEADINGS = ['PERSONA', 'DRAFT', 'ON AIR', 'PROMOTED (UTC)', 'NUMBERS'];

/** Beyond so many numbers a line tells how many more there are. */
const MOST_NUMBERS = 1;

export function statusText(
  standings: readonly Standing[],
  unbound: readonly string[],
  options: readonly string[],
  style: Style,
): string {
  const looked = standings.length === 0 && unbound.length > 0 ? [] : standingLines(standings, options, style);
  return [...looked, ...unboundLines(unbound, options)].join('\n');
}

function standingLines(standings: readonly Standing[], options: readonly string[], style: Style): string[] {
  const heading = HEADINGS.map((text): Cell => ({ text, paint: style.dim }));
  return [
    ...alignColumns([heading, ...standings.map((standing) => cells(standing, style))]),
    '',
    'DRAFT: what apply writes, against the files. ON AIR: what callers hear, against',
    'the draft; name, role, description, tags and image are on air at once.',
    ...summaryLines(standings, options, style),
  ];
}

/** Files of personas that are live nowhere yet, or that nobody has bound: `plan` tells which. */
function unboundLines(keys: readonly string[], options: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const isMany = keys.length > MOST_KEYS;
  const named = keys.slice(0, MOST_KEYS).map(visible).join(', ');
  const more = isMany ? ` and ${keys.length - MOST_KEYS} more` : '';
  return [
    `Bound to no live persona, so not looked at: ${named}${more}.`,
    `What apply would do with ${keys.length === 1 ? 'it' : 'them'}: ${commandFor('plan', isMany ? [] : keys, options)}`,
  ];
}

/** One line a persona, with the command for it. */
export function personaLines(standings: readonly Standing[], command: (name: string) => string): string[] {
  return alignColumns(
    standings.map((standing) => [
      { text: command(standing.key ?? standing.id) },
      { text: visible(JSON.stringify(standing.name)) },
      { text: numbersText(standing.inbound_numbers) },
    ]),
  );
}

function cells(standing: Standing, style: Style): Cell[] {
  const title: Cell = { text: titleOf(standing), paint: style.bold };
  const yellow = (text: string): Cell => ({ text, paint: style.yellow });
  if (standing.status === 'missing') return [title, yellow('the service has no such persona (404)')];
  if (standing.status === 'deleted') return [title, yellow('deleted')];
  if (standing.status === 'archived') return [title, yellow('only archived versions are left')];
  if (standing.status === 'failed') return [title, yellow('could not be read')];
  const { files_to_draft: toDraft, draft_to_production: onAir, production, draft_updated_at: drafted } = standing;
  return [
    title,
    toDraft === null ? fileless(standing, style) : difference(toDraft, style),
    onAir === null
      ? yellow(production === null ? 'nothing' : drafted === null ? 'no draft' : '?')
      : difference(onAir, style),
    { text: promotedText(production) },
    { text: numbersText(standing.inbound_numbers) },
  ];
}

/** `emea/support "Customer Support"`; without a file the name and the id. Safe for a terminal. */
export function personaTitleOf({ key, name, id }: Standing): string {
  const title = visible(JSON.stringify(name));
  return key === null ? `${title} (${visible(id)}, no file)` : `${visible(key)} ${title}`;
}

/** A persona without a file is named as it is live. */
function titleOf({ key, name, id }: Standing): string {
  if (key !== null) return visible(key);
  return name.trim() === '' ? visible(id) : visible(JSON.stringify(name));
}

function fileless({ key }: Standing, style: Style): Cell {
  return key === null ? { text: 'no file' } : { text: 'invalid', paint: style.red };
}

function difference(paths: readonly string[], style: Style): Cell {
  return paths.length === 0 ? { text: 'equal' } : { text: `${paths.length} differ`, paint: style.yellow };
}

function numbersText(numbers: readonly string[]): string {
  if (numbers.length === 0) return 'none';
  const more = numbers.length - MOST_NUMBERS;
  const first = numbers.slice(0, MOST_NUMBERS).map(visible).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}

function promotedText(version: StandingVersion | null): string {
  if (version === null) return 'never';
  const when = version.promoted_at === null ? 'time unknown' : minuteText(version.promoted_at);
  return version.promoted_by === null ? when : `${when} by ${userText(version.promoted_by)}`;
}

/** ISO 8601 → `2026-03-01 09:00`, in UTC; anything else as it is. */
export function minuteText(time: string): string {
  const read = new Date(time);
  return Number.isNaN(read.getTime()) ? visible(time) : read.toISOString().slice(0, 16).replace('T', ' ');
}

/** Of a UUID its first part, which tells users apart; other names as they are. */
export function userText(user: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(user) ? user.slice(0, 8) : visible(user);
}

function summaryLines(standings: readonly Standing[], options: readonly string[], style: Style): string[] {
  const edited = standings.filter(({ files_to_draft: paths }) => paths !== null && paths.length > 0);
  const waiting = standings.filter(({ draft_to_production: paths }) => paths !== null && paths.length > 0);
  const unread = standings.filter((standing) => !isRead(standing));
  const apart = standings.filter((standing) => isRead(standing) && standing.files_to_draft === null);
  const invalid = apart.filter(({ key }) => key !== null);
  const parts = [
    ...(edited.length === 0 ? [] : [style.yellow(`${edited.length} not as the files say`)]),
    ...(waiting.length === 0 ? [] : [style.yellow(`${waiting.length} with a draft that callers do not hear`)]),
    ...(invalid.length === 0 ? [] : [style.red(`${invalid.length} with an invalid file`)]),
    ...(apart.length === invalid.length ? [] : [`${apart.length - invalid.length} without a file`]),
    ...(unread.length === 0 ? [] : [style.yellow(`${unread.length} not read`)]),
  ];
  const total = count(standings.length, 'persona');
  return [
    `${total}: ${parts.length === 0 ? 'nothing differs' : parts.join(', ')}.`,
    ...nextSteps({ edited, waiting }, standings, options),
  ];
}

function isRead({ status }: Standing): boolean {
  return status === 'found' || status === 'twin';
}

interface Differing {
  readonly edited: readonly Standing[];
  readonly waiting: readonly Standing[];
}

function nextSteps({ edited, waiting }: Differing, all: readonly Standing[], options: readonly string[]): string[] {
  const one = all.find((standing) => isRead(standing) && standing.production !== null);
  const step = (what: string, standings: readonly Standing[], ...more: readonly string[]): string[] => {
    const keys = standings.flatMap(({ key }) => key ?? []);
    return keys.length === 0
      ? []
      : [`${what}: ${commandFor('plan', keys.length > MOST_KEYS ? [] : keys, [...more, ...options])}`];
  };
  return [
    ...step('What differs from the files', edited),
    ...step('What promote would ship', waiting, '--promote'),
    ...(one === undefined ? [] : [`What callers hear: ${commandFor('show', [one.key ?? one.id], options)}`]),
  ];
}

/** More keys than this are not named one by one. */
const MOST_KEYS = 3;
