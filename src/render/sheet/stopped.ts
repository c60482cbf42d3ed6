/** A run that ended before it had a result, as a sheet: a report that says so stands where an older one could be believed. */
import type { DocumentDiagnostic } from '../../model/plan.ts';
import { notesOf } from './notes.ts';
import type { Sheet, SheetStop } from './sheet.ts';

export function stoppedSheet(
  { command, environment }: Pick<Sheet, 'command' | 'environment'>,
  stop: SheetStop,
  diagnostics: readonly DocumentDiagnostic[],
): Sheet {
  const others = diagnostics.filter(({ code }) => code !== stop.code);
  return {
    ...NOTHING,
    command,
    environment,
    tone: 'bad',
    summary:
      stop.code === 'interrupted' ? 'Interrupted before there was a result.' : 'Stopped before there was a result.',
    stop,
    notes: notesOf(others, []),
  };
}

export const NOTHING = {
  environment: null,
  address: null,
  account: null,
  commit: null,
  createdAt: null,
  digest: null,
  counts: {},
  shared: [],
  personas: [],
  remarks: [],
  look: null,
} as const satisfies Partial<Sheet>;
