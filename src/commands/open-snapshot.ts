/** A snapshot, read back: whole, unaltered and young enough, or a reason to refuse it. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { readJsonDocument } from '../load/read-document.ts';
import { ageText } from '../model/age.ts';
import type { JsonValue } from '../model/json.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { digestOfSnapshot } from '../plan/snapshot.ts';
import { schemaProblems } from '../validate/documents.ts';

const MAKE_ANEW = 'Make it again, with a key: persona-sync snapshot --out FILE';

const HOUR = 3_600_000;

/** `maxAge` in hours. */
export async function openSnapshot(
  file: string,
  maxAge: number,
  io: Pick<Io, 'cwd' | 'now'>,
): Promise<Snapshot | Stop> {
  const document = await readJsonDocument(path.resolve(io.cwd, file));
  if (typeof document === 'string') return refuse(`The snapshot ${file} cannot be read: ${document}.`);
  const snapshot = asSnapshot(document.value);
  if (typeof snapshot === 'string') return refuse(`${file} is not a snapshot: ${snapshot}.`);
  const { digest, ...content } = snapshot;
  if (digestOfSnapshot(content) !== digest)
    return refuse(`${file} was altered after it was made: its digest does not fit.`);
  const age = io.now().getTime() - Date.parse(snapshot.created_at);
  if (Number.isNaN(age)) return refuse(`${file} does not say when it was made.`);
  if (age < -HOUR)
    return refuse(`${file} says that it was made later than now (${snapshot.created_at}): one of two clocks is wrong.`);
  if (age <= maxAge * HOUR) return snapshot;
  const message = `The snapshot ${file} is ${ageText(age)} old, which is more than ${maxAge} hours.`;
  return new Stop('snapshot', message, `${MAKE_ANEW}; or take it as it is: --max-age ${Math.ceil(age / HOUR)}`);
}

function asSnapshot(value: JsonValue): Snapshot | string {
  const problems = schemaProblems('snapshot', value);
  return isSnapshot(value, problems) ? value : problems.slice(0, 3).join('; ');
}

function isSnapshot(value: unknown, problems: readonly string[]): value is Snapshot {
  return value !== undefined && problems.length === 0;
}

function refuse(message: string): Stop {
  return new Stop('snapshot', message, MAKE_ANEW);
}
