/** A plan as a sheet. */
import type { Plan, PlannedPersona } from '../../model/plan.ts';
import { editedLines } from '../origin.ts';
import { CREATED, isEdited, planSummary } from '../plan.ts';
import { promoteParts } from '../promote.ts';
import { referenceLines } from '../references.ts';
import { PLAIN } from '../style.ts';
import { sheetChanges } from './changes.ts';
import { guardsOf, notesOf } from './notes.ts';
import type { Sheet, SheetPersona } from './sheet.ts';

/** `options`: those of the command line that a further look at a persona needs too. */
export function planSheet(plan: Plan, options: readonly string[]): Sheet {
  const touched = plan.personas.filter(
    ({ action, promote }) => action !== 'none' || (promote?.action ?? 'none') !== 'none',
  );
  const named = touched.map((persona) => ({
    ...aboutStep(persona, plan),
    changes: persona.changes,
    shipped: promoteParts(persona),
    apart: isEdited(persona),
    details: editedLines(persona, PLAIN),
  }));
  return {
    ...headOf(plan),
    command: plan.command,
    tone: toneOf(plan),
    summary: planSummary(plan, PLAIN),
    counts: { ...plan.summary },
    stop: plan.complete ? null : INCOMPLETE,
    notes: notesOf(plan.diagnostics, touched),
    ...sheetChanges(named),
    remarks: referenceLines(plan),
    look: { name: 'plan', options },
  };
}

const INCOMPLETE = {
  code: 'incomplete',
  message: 'This plan is incomplete: some personas could not be read. It cannot be applied.',
  hint: 'Plan again when the service answers.',
};

/** What tells where a document is for, and what it was made from. */
export type Head = Pick<Plan, 'target' | 'commit' | 'created_at'> & Partial<Pick<Plan, 'digest'>>;

export function headOf({ target, commit, created_at: createdAt, digest = '' }: Head): SheetHead {
  const { base_url: address, environment, account } = target;
  return { environment, address, account, commit, createdAt, digest: digest === '' ? null : digest };
}

type SheetHead = Pick<Sheet, 'environment' | 'address' | 'account' | 'commit' | 'createdAt' | 'digest'>;

function toneOf({ complete, summary, diagnostics }: Plan): Sheet['tone'] {
  if (!complete || summary.failed > 0) return 'bad';
  if (diagnostics.length > 0) return 'warn';
  return summary.create + summary.update + summary.promote > 0 ? 'calm' : 'good';
}

type About = Pick<SheetPersona, 'key' | 'name' | 'file' | 'id' | 'status' | 'tone' | 'told' | 'guards'>;

function aboutStep(persona: PlannedPersona, { diagnostics }: Plan): About {
  const { key, name, file, id, action, promote } = persona;
  const guards = guardsOf(key, diagnostics);
  const about = { key, name, file, id, guards };
  if (action === 'failed') {
    const why = diagnostics.find((one) => one.key === key && one.severity === 'error');
    return { ...about, status: 'failed', tone: 'bad', told: why?.summary ?? null };
  }
  if (action === 'create') return { ...about, status: 'to create', tone: 'calm', told: CREATED };
  const steps = [...(action === 'update' ? ['update'] : []), ...(promote?.action === 'promote' ? ['promote'] : [])];
  const status = steps.length === 0 ? 'not to be promoted' : `to ${steps.join(' and ')}`;
  const isRisky = guards.length > 0 || steps.length === 0 || isEdited(persona);
  return { ...about, status, tone: isRisky ? 'warn' : 'calm', told: null };
}
