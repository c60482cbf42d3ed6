/** The work of `apply --reviewed`: a fresh plan, cut to the changes of a reviewed one. */
import { readSavedPlan, refuseOtherAddress, refuseOtherEnvironment, refuseOtherPromotes } from '../apply/saved-plan.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import type { Plan } from '../model/plan.ts';
import { cutToReviewed } from '../plan/reviewed.ts';
import type { Stopped } from '../project.ts';
import type { Work } from './errand.ts';
import { planWithProgress, promoteWish } from './planning.ts';
import type { Printer } from './printer.ts';

export async function openReviewed(
  io: Io,
  printer: Printer,
  command: ApplyCommand,
  file: string,
): Promise<Work | Stopped> {
  const document = await readSavedPlan(file, io.cwd, { mayBeIncomplete: true, options: sharedOptions(command) });
  if (document instanceof Stop) return { stop: document, diagnostics: [] };
  const unplanned = refuseOtherPromotes(
    document,
    file,
    command.promote,
    sharedOptions({ ...command, env: command.env ?? document.target.environment }),
  );
  if (unplanned !== null) return { stop: unplanned, diagnostics: [] };
  const promotes = document.personas.some(({ promote }) => promote !== null);
  const promote = promoteWish(command.promote ?? (promotes ? true : null));
  const env = command.env ?? document.target.environment;
  const planned = await planWithProgress(io, printer, { ...command, env, promote }, true);
  if ('stop' in planned) return planned;
  const refused = refuseOther(document, file, planned.plan);
  if (refused !== null) {
    planned.connection.close();
    return { stop: refused, diagnostics: [] };
  }
  const reviewed = cutToReviewed(planned.plan, document);
  return { ...planned, plan: reviewed.plan, reviewed };
}

/** A reviewed plan counts for its own address, environment and account alone. An unknown account is never compared. */
function refuseOther(document: Plan, file: string, { target }: Plan): Stop | null {
  const refused =
    refuseOtherAddress(document, file, target.base_url) ?? refuseOtherEnvironment(document, file, target.environment);
  const { account } = document.target;
  if (refused !== null || account === null || target.account === null || account === target.account) return refused;
  const message = `${file} was made for account ${account}, but the key is for account ${target.account}; nothing was written.`;
  return new Stop('wrong_account', message, 'Set the key to one of the plan’s account, or plan and review again.');
}
