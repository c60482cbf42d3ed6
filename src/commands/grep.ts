/** `show --grep`: where a sentence stands, in the files, the drafts and on air, with a file or without. */
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { SHOWN_PLANES, type ShowCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { KeysInUse } from '../model/secrets.ts';
import { sentencePattern } from '../plan/find-text.ts';
import { searchPersona } from '../plan/search.ts';
import { shownFields } from '../plan/shown.ts';
import { hitsText } from '../render/hits.ts';
import { grepDocument } from '../render/looking-documents.ts';
import { count } from '../render/words.ts';
import { findField } from './find-field.ts';
import { lookAround, type Sight } from './look-around.ts';
import { type Printer, printDiagnostics, printDocument, printResult, printStop } from './printer.ts';
import { withoutKeys } from './read-versions.ts';
import { explainSights } from './status.ts';

/** Found nowhere is exit 1, as grep has it: nothing is green by accident. */
export async function runGrep(command: ShowCommand, text: string, io: Io, printer: Printer): Promise<ExitCode> {
  const pattern = sentencePattern(text);
  if (pattern === null) {
    const hint = 'Write a word or a sentence: persona-sync show --grep TEXT';
    return printStop(printer, new Stop('usage', '--grep needs a text to look for.', hint), []);
  }
  const around = await lookAround(io, printer, { ...command, everybody: command.selectors.length === 0 });
  if ('stop' in around) return printStop(printer, around.stop, around.diagnostics);
  const { project, connection, target, sights } = around;
  connection.close();
  const field = command.field === null ? null : fieldOf(command.field, sights);
  if (field instanceof Stop) return printStop(printer, field, []);
  const diagnostics = [...project.diagnostics, ...explainSights(sights)];
  const planes = command.plane === null ? SHOWN_PLANES : [command.plane];
  const hits = sights.flatMap((sight) => searchPersona(heardOf(sight, connection.keys), { pattern, planes, field }));
  const strangers = sights.filter(({ key }) => key === null).length;
  if (hits.length === 0) return printStop(printer, foundNowhere(text, sights.length, strangers), diagnostics);
  printDiagnostics(printer, diagnostics);
  if (printer.format === 'json') {
    const about = { text, searched: sights.length, target, createdAt: io.now(), diagnostics };
    printDocument(printer, grepDocument(hits, about));
  } else {
    const options = sharedOptions(command);
    printResult(printer, hitsText(hits, { personas: sights.length, strangers, options }, printer.style));
  }
  return hasErrors(diagnostics) ? EXIT.partial : EXIT.done;
}

/** The live side as it may be shown: what is marked and cut within a key is no longer known as one. */
function heardOf(sight: Sight, keys: KeysInUse): Sight {
  const { live, read } = sight;
  // A deleted persona says nothing any more, and another one than was asked for says nothing of this one.
  if (live === null || read.kind === 'deleted' || read.kind === 'other_id') return { ...sight, live: null };
  const clean = (part: JsonObject | null): JsonObject | null => (part === null ? null : withoutKeys(part, keys));
  return {
    ...sight,
    live: { ...live, root: withoutKeys(live.root, keys), draft: clean(live.draft), production: clean(live.production) },
  };
}

function fieldOf(written: string, sights: readonly Sight[]): string | Stop {
  const found = sights.flatMap(({ live }) => (live === null ? [] : [findField(written, shownFields(live))]));
  return found.find((path) => typeof path === 'string') ?? found[0] ?? findField(written, {});
}

function foundNowhere(text: string, personas: number, strangers: number): Stop {
  const files = strangers === 0 ? '' : `, ${strangers.toLocaleString('en-US')} of them without a file`;
  return new Stop(
    'no_match',
    `No persona says "${text}": ${count(personas, 'persona')} searched${files}.`,
    'Try fewer words of it: {{variables}} are filled in during the call. Pathways and knowledge bases are not searched.',
  );
}
