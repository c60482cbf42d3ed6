/**
 * Journals, read back. A run that was killed leaves one that is cut short: it is read up to its last whole line. A whole
 * line that cannot be read is another matter, since nobody knows what was lost: the journal is refused, with the place.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isCode, messageOf, Stop } from '../errors.ts';
import { readDocument } from '../load/read-document.ts';
import type { JournalLine, RunLine, RunRecord } from '../model/journal.ts';
import { isJsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { FORMAT_VERSION } from '../model/plan.ts';
import { schemaProblems } from '../validate/documents.ts';
import { runsFolder } from './runs-folder.ts';

const NAME = /^(\d{8}T\d{6}Z)-([0-9a-f]{6})\.jsonl$/;

/** A journal in the folder of this checkout. */
export interface KeptJournal {
  /** Absolute path. */
  readonly path: string;
  /** The file's name without its ending: time and run id. */
  readonly name: string;
  readonly run: string;
}

/** The newest first; empty where there is no folder yet. */
export async function findJournals(root: string): Promise<KeptJournal[] | Stop> {
  const folder = runsFolder(root);
  const names = await namesIn(folder);
  if (names instanceof Stop) return names;
  const kept = names.flatMap((name) => {
    const [, time = '', run] = NAME.exec(name) ?? [];
    const file = path.join(folder, name);
    return run === undefined ? [] : [{ path: file, name: path.basename(name, '.jsonl'), run, time }];
  });
  const aged = await Promise.all(kept.map(async (one) => ({ ...one, written: await writtenAt(one.path) })));
  return aged.sort(newestFirst);
}

async function namesIn(folder: string): Promise<string[] | Stop> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return [];
    const hint = `Make ${folder} a folder that you may read.`;
    return new Stop('journal', `The journals of this checkout cannot be read: ${messageOf(thrown)}.`, hint);
  }
}

/** What cannot be looked at, such as a link that leads nowhere, is told when it is read. */
async function writtenAt(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** By the time in the name; within one second, by the last write. */
function newestFirst(a: Aged, b: Aged): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return b.written - a.written;
}

interface Aged {
  readonly time: string;
  /** Milliseconds. */
  readonly written: number;
}

/** `place` is the file as a reader finds it. `empty`: no line of it is whole, so its run ended before it wrote anything. */
export async function readJournal(file: string, place: string): Promise<RunRecord | 'empty' | Stop> {
  const read = await readDocument(file);
  if (!read.ok) return refuse(place, `cannot be read: ${read.why}`);
  if (!read.text.includes('\n')) return 'empty';
  const lines: NumberedLine[] = [];
  for (const [index, line] of read.text.split('\n').slice(0, -1).entries()) {
    const parsed = parseLine(line);
    if (typeof parsed === 'string') return refuse(place, `cannot be used: line ${index + 1} ${parsed}`);
    if (parsed !== null) lines.push({ ...parsed, line: index + 1 });
  }
  const [first] = lines;
  if (first?.type !== 'run') return refuse(place, 'is no journal: its first line does not name a run');
  return recordOf(file, first, lines);
}

type NumberedLine = JournalLine & { readonly line: number };

function recordOf(
  file: string,
  { type: _, line: __, ...run }: RunLine & { line: number },
  lines: NumberedLine[],
): RunRecord {
  return {
    ...run,
    path: file,
    writes: lines.filter((line) => line.type === 'write'),
    promotes: lines.filter((line) => line.type === 'promote'),
    creates: lines.filter((line) => line.type === 'create'),
    outcomes: lines.filter((line) => line.type === 'outcome'),
    end: lines.find((line) => line.type === 'end') ?? null,
  };
}

/** A line, null for one of a type that this version does not know, or what is wrong with it. */
function parseLine(text: string): JournalLine | null | string {
  const value = parseJson(text);
  if (value === undefined) return 'is no JSON';
  const version = isJsonObject(value) ? ownValue(value, 'format_version') : undefined;
  if (typeof version === 'string' && version !== FORMAT_VERSION) {
    return `has the format version "${version}", and this persona-sync reads "${FORMAT_VERSION}"`;
  }
  const problems = schemaProblems('journal', value);
  if (problems.length > 0) return `is wrong: ${problems.slice(0, 3).join('; ')}`;
  return isKnownLine(value) ? value : null;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TYPES: readonly JournalLine['type'][] = ['run', 'write', 'promote', 'create', 'outcome', 'end'];

/** For a value that fits the schema. */
function isKnownLine(value: unknown): value is JournalLine {
  return isJsonObject(value) && TYPES.some((type) => type === ownValue(value, 'type'));
}

function refuse(place: string, why: string): Stop {
  return new Stop(
    'journal',
    `The journal ${place} ${why}.`,
    'It may have been altered or cut. To see the others: persona-sync runs',
  );
}
