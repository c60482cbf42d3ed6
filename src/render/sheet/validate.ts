/** What validate found, as a sheet: of selected files, and of no file in particular. */
import { PLAIN } from '../style.ts';
import { shownProblems, type Validated, validateSummary } from '../validate.ts';
import { notesOf } from './notes.ts';
import type { Sheet } from './sheet.ts';
import { NOTHING } from './stopped.ts';

export function validateSheet(validated: Validated, narrowed: boolean): Sheet {
  const { diagnostics, files } = validated;
  const number = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [number('error'), number('warning')];
  return {
    ...NOTHING,
    command: 'validate',
    tone: errors > 0 ? 'bad' : warnings > 0 ? 'warn' : 'good',
    summary: validateSummary(validated, PLAIN),
    counts: { files, errors, warnings },
    stop: null,
    notes: notesOf(shownProblems(validated, narrowed), []),
    personas: [],
  };
}
