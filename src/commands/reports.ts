/** The reports that a run was asked for: whether they can go where they are wished, and the writing of them. */
import { appendFile, stat } from 'node:fs/promises';
import { messageOf, Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ReportWishes } from '../model/options.ts';
import { type ReportPlace, reportPlaces, SUMMARY } from './report-places.ts';
import { whyUnwritable, writeWhole } from './write-whole.ts';

/** Why a report could not be written where it is wished for, or null. Asked before the first request. */
export async function refuseReports(wishes: ReportWishes, io: Io): Promise<Stop | null> {
  if (wishes.summary && (io.env[SUMMARY] ?? '') === '') {
    const hint = 'Use it in a GitHub workflow; elsewhere: --report markdown=FILE';
    return new Stop('write_file', `--summary appends to the file that ${SUMMARY} names, and it is not set.`, hint);
  }
  for (const place of reportPlaces(wishes, io)) {
    const why = place.appended ? await whyNotAppendable(place.file) : await whyUnwritable(place.file, draftName(io));
    if (why !== null) return unwritten(place, why);
  }
  return null;
}

/** Returns why it could not be written, or null. */
export async function writeReport(place: ReportPlace, text: string, io: Io): Promise<Stop | null> {
  const why = place.appended ? await append(place.file, text) : await writeWhole(place.file, text, draftName(io));
  return why === null ? null : unwritten(place, why);
}

function unwritten({ shown, appended }: ReportPlace, why: string): Stop {
  const hint = appended ? null : 'Name a file in a folder that exists and can be written: --report FORMAT=FILE';
  return new Stop('write_file', `The report ${shown} cannot be written: ${why}.`, hint);
}

function draftName({ processes }: Io): string {
  return `report-${processes.pid}`;
}

async function append(file: string, text: string): Promise<string | null> {
  try {
    await appendFile(file, text);
    return null;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** The runner makes the file; an empty text is appended, to see. */
async function whyNotAppendable(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found !== null && !found.isFile()) return `${file} is not a file`;
  return append(file, '');
}
