/** What a run has to tell, in every format that was asked for: on stdout, and as reports. Each is made when it is needed. */
import path from 'node:path';
import { loadConfigFor } from '../config/load.ts';
import type { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { displayPath } from '../load/paths.ts';
import type { Format } from '../model/options.ts';
import { redactPrinted } from '../model/secrets.ts';
import { documentText } from '../render/documents.ts';
import type { Sheet } from '../render/sheet/sheet.ts';
import { type Printer, printFailure } from './printer.ts';
import { type ReportPlace, reportPlaces } from './report-places.ts';

/** One result, before any format. */
export interface Result {
  /** For JSON. */
  readonly document: object;
  /** For all other formats but text, which is printed as the run goes. */
  sheet(): Promise<Sheet>;
  /** Why the run stopped, which stderr has already. */
  readonly told?: Stop;
}

/** Returns why a report could not be written, which is told already; or null. What is on stdout stays there in any case. */
export async function publish(printer: Printer, result: Result): Promise<Stop | null> {
  const { format, wishes, io } = printer;
  const places = reportPlaces(wishes, io);
  const textIn = (wanted: Format, except: string | null): Promise<string> => {
    const others = places.filter(
      ({ shown, format: other }) => shown !== except && (other === 'html' || other === 'json'),
    );
    return formatResult(wanted, result, { printer, elsewhere: others.map(({ shown }) => shown) });
  };
  const printed = format === 'text' ? null : await textIn(format, null);
  const texts: { readonly place: ReportPlace; readonly text: string }[] = [];
  for (const place of places) texts.push({ place, text: await textIn(place.format, place.shown) });
  if (printed !== null) printer.out.write(printed);
  if (texts.length === 0) return null;
  const { writeReport } = await import('./reports.ts');
  let failed: Stop | null = null;
  for (const { place, text } of texts) {
    const stop = await writeReport(place, redactPrinted(text, io.keys.all), io);
    if (stop !== null && stop.message !== result.told?.message) printFailure(printer, stop);
    failed ??= stop;
  }
  return failed;
}

/** GitHub takes files to be relative to the checkout; a step may run in a folder of it. */
function belowWorkspace({ cwd, env }: Io): string {
  const top = env.GITHUB_WORKSPACE ?? '';
  if (top === '') return '';
  const below = displayPath(cwd, top);
  return path.isAbsolute(below) || below.startsWith('..') ? '' : below;
}

/**
 * The environment of a run that stopped: the one that is named, else the only one. A comment is found again by it, and
 * must be the same one whether the run stopped or not.
 */
export async function environmentOf({ environment, config, io }: Printer): Promise<string | null> {
  if (environment !== null) return environment;
  const loaded = await loadConfigFor(null, { cwd: io.cwd, configFlag: config, keys: io.keys });
  return loaded.ok ? (loaded.config.environment?.name ?? null) : null;
}

interface Surroundings {
  readonly printer: Printer;
  /** Reports of this run that leave nothing out. */
  readonly elsewhere: readonly string[];
}

async function formatResult(format: Format, result: Result, { printer, elsewhere }: Surroundings): Promise<string> {
  switch (format) {
    case 'text':
      return printer.transcript.join('');
    case 'json':
      return documentText(result.document);
    case 'markdown':
      return (await import('../render/markdown/markdown.ts')).markdownText(await result.sheet(), elsewhere);
    case 'html':
      return (await import('../render/html/html.ts')).htmlText(await result.sheet());
    case 'github':
      return (await import('../render/github.ts')).githubText(
        await result.sheet(),
        elsewhere,
        belowWorkspace(printer.io),
      );
    default:
      return format satisfies never;
  }
}
