/** Nobody is surprised by a write: apply asks on a terminal, and elsewhere wants to be told beforehand. */
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import type { Plan } from '../model/plan.ts';
import { count } from '../render/words.ts';

/** Before the first request: null when the command may go on, since it is approved or somebody can be asked. */
export function refuseWithoutConsent(command: ApplyCommand, io: Io): Stop | null {
  if (isApproved(command)) return null;
  if (command.format !== 'text') {
    return new Stop(
      'approval',
      `With --format ${command.format} apply cannot ask.`,
      'Approve beforehand: persona-sync apply --auto-approve',
    );
  }
  if (io.interactive) return null;
  return new Stop(
    'approval',
    'Without a terminal apply cannot ask.',
    'Approve beforehand: persona-sync apply --auto-approve; or apply a reviewed plan: persona-sync apply --plan FILE',
  );
}

/** After the plan was shown: asks where that is needed. Null when the plan is to be applied. `held`: personas that guards hold. */
export async function withConsent(command: ApplyCommand, io: Io, plan: Plan, held: number): Promise<Stop | null> {
  const updates = plan.summary.update - held;
  if (isApproved(command) || updates === 0) return null;
  const what = `Write these changes to ${count(updates, 'persona')} at ${plan.target.base_url}?`;
  const answer = await io.ask(`\n${what} Type yes to go on: `);
  if (io.interrupted.aborted) return new Stop('interrupted', 'Interrupted; nothing was written.');
  if (['yes', 'y'].includes(answer?.trim().toLowerCase() ?? '')) return null;
  return new Stop('declined', 'Declined; nothing was written.', 'To write: persona-sync apply, and answer yes.');
}

/** A saved plan was approved when it was reviewed. */
function isApproved(command: ApplyCommand): boolean {
  return command.autoApprove || command.plan !== null;
}
