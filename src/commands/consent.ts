/** Nobody is surprised by a write: it is asked for on a terminal, and elsewhere wants to be approved beforehand. */
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { CommandName } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import type { Format } from '../model/options.ts';
import type { Plan } from '../model/plan.ts';
import { count } from '../render/words.ts';
import type { Errand } from './errand.ts';

/** Before the first request: null when the command may go on, since it is approved or somebody can be asked. */
export function refuseWithoutConsent(
  {
    name,
    approved,
    again,
  }: { readonly name: CommandName; readonly approved: boolean } & Partial<Pick<Errand, 'again'>>,
  format: Format,
  io: Io,
): Stop | null {
  if (approved) return null;
  const more = format === 'text' ? [] : ['--format', format];
  const beforehand = `Approve beforehand: ${again?.('--auto-approve', ...more) ?? commandLine([name, '--auto-approve', ...more])}`;
  if (format !== 'text') return new Stop('approval', `With --format ${format} ${name} cannot ask.`, beforehand);
  if (io.interactive) return null;
  const reviewed = name === 'apply' ? '; or apply a reviewed plan: persona-sync apply --plan FILE' : '';
  return new Stop('approval', `Without a terminal ${name} cannot ask.`, `${beforehand}${reviewed}`);
}

/** The steps that no guard holds. */
export interface OpenSteps {
  readonly updates: number;
  readonly promotes: number;
}

/** After the plan was shown: asks where that is needed. Null when the plan is to be applied. */
export async function withConsent(errand: Errand, io: Io, plan: Plan, steps: OpenSteps): Promise<Stop | null> {
  if (errand.approved || steps.updates + steps.promotes === 0) return null;
  return askConsent(io, questionOf(steps, plan.target.base_url), errand.again());
}

/** Null for yes. `again` is the command as it was typed. */
export async function askConsent(io: Io, question: string, again: string): Promise<Stop | null> {
  const answer = await io.ask(`\n${question} Type yes to go on: `);
  if (io.interrupted.aborted) return new Stop('interrupted', 'Interrupted; nothing was written.');
  if (['yes', 'y'].includes(answer?.trim().toLowerCase() ?? '')) return null;
  return new Stop('declined', 'Declined; nothing was written.', `To write, answer yes: ${again}`);
}

function questionOf({ updates, promotes }: OpenSteps, baseUrl: string): string {
  if (promotes === 0) return `Write these changes to ${count(updates, 'persona')} at ${baseUrl}?`;
  const promoting = `${count(promotes, 'persona')} at ${baseUrl}, so that callers hear ${promotes === 1 ? 'it' : 'them'}?`;
  return updates === 0
    ? `Promote ${promoting}`
    : `Write these changes to ${count(updates, 'persona')}, and promote ${promoting}`;
}
