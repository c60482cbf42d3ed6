/** What to look at first: guards, what is on air at once, recording; and the diagnostics of files and reads. */
import type { OriginOf } from '../../model/origin.ts';
import type { DocumentDiagnostic, FieldChange } from '../../model/plan.ts';
import { valueText } from '../value.ts';
import { count, fieldLabel } from '../words.ts';
import type { Note, Tone } from './sheet.ts';

interface Changing {
  readonly key: string;
  readonly changes: readonly (FieldChange & Partial<Pick<OriginOf, 'origin'>>)[];
}

/** Failures, then risks, then the warnings of files. */
export function notesOf(diagnostics: readonly DocumentDiagnostic[], personas: readonly Changing[]): Note[] {
  const guards = diagnostics.filter((one) => guardName(one) !== null);
  const others = diagnostics.filter((one) => guardName(one) === null);
  return [
    ...others.filter((one) => one.severity === 'error').map((one) => noteOf(one, 'bad')),
    ...guards.map((one) => noteOf(one, 'warn')),
    ...editedElsewhere(personas, guards),
    ...onAirAtOnce(personas),
    ...recording(personas, guards),
    ...others.filter((one) => one.severity === 'warning').map((one) => noteOf(one, 'calm')),
  ];
}

/** `guard_mass_change` → `mass-change`; null for another diagnostic. */
export function guardName({ code }: Pick<DocumentDiagnostic, 'code'>): string | null {
  return code.startsWith('guard_') ? code.slice('guard_'.length).replaceAll('_', '-') : null;
}

/** The guards that found something at a persona. */
export function guardsOf(key: string, diagnostics: readonly DocumentDiagnostic[]): string[] {
  const own = diagnostics.filter((one) => one.key === key);
  return [...new Set(own.flatMap((one) => guardName(one) ?? []))];
}

export function noteOf(diagnostic: DocumentDiagnostic, tone: Tone): Note {
  const { code, summary, file, line, column, hint } = diagnostic;
  const place = file === null ? null : { file, line, column };
  return { tone, label: guardName(diagnostic) ?? code, text: summary, place, hint };
}

/** What an apply would write over; those of which no guard has spoken. */
function editedElsewhere(personas: readonly Changing[], guards: readonly DocumentDiagnostic[]): Note[] {
  const warned = new Set(guards.filter((one) => guardName(one) === 'overwrite').map(({ key }) => key));
  const edited = personas.flatMap(({ key, changes }) => {
    const fields = changes.filter(({ origin }) => origin === 'edited').map(({ path }) => fieldLabel(path));
    return fields.length === 0 || warned.has(key) ? [] : [`\`${key}\` (${fields.join(', ')})`];
  });
  if (edited.length === 0) return [];
  const text = `Edited elsewhere; no commit wanted what is live, and an apply would write over it: ${listed(edited)}.`;
  return [{ tone: 'warn', label: 'edited', text, place: null, hint: null }];
}

function onAirAtOnce(personas: readonly Changing[]): Note[] {
  const immediate = personas.flatMap(({ key, changes }) => {
    const fields = changes.filter(({ plane }) => plane === 'immediate').map(({ path }) => fieldLabel(path));
    return fields.length === 0 ? [] : [{ key, fields }];
  });
  if (immediate.length === 0) return [];
  const number = immediate.reduce((sum, { fields }) => sum + fields.length, 0);
  const are = number === 1 ? 'is' : 'are';
  const where = listed(immediate.map(({ key, fields }) => `\`${key}\` (${fields.join(', ')})`));
  const text = `${count(number, 'change')} ${are} on air at once, without promote: ${where}.`;
  return [{ tone: 'warn', label: 'on air at once', text, place: null, hint: null }];
}

/** Those of which no guard has spoken. */
function recording(personas: readonly Changing[], guards: readonly DocumentDiagnostic[]): Note[] {
  const warned = new Set(guards.filter((one) => guardName(one) === 'recording').map(({ key }) => key));
  const found = personas
    .filter(({ key }) => !warned.has(key))
    .flatMap(({ key, changes }) =>
      changes
        .filter(({ path }) => path === '/call_config/record')
        .map(({ before, after }) => `\`${key}\` (${valueText(before)} → ${valueText(after)})`),
    );
  if (found.length === 0) return [];
  const text = `Recording of calls, a legal matter, changes: ${listed(found)}.`;
  return [{ tone: 'warn', label: 'recording', text, place: null, hint: null }];
}

const MOST_LISTED = 30;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more`;
}
