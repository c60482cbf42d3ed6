/** The work of `apply --plan`: the saved plan, for this address. No persona file is read. */
import { readSavedPlan, refuseOtherAddress, refuseOtherEnvironment, refuseOtherPromotes } from '../apply/saved-plan.ts';
import { enterEnvironment, loadConfig } from '../config/load.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { openConnection } from '../live/source.ts';
import type { ApplyCommand } from '../model/command.ts';
import { sharedOptions } from '../model/command-line.ts';
import type { Plan } from '../model/plan.ts';
import type { Stopped } from '../project.ts';
import type { Work } from './errand.ts';
import { verboseTries } from './planning.ts';
import type { Printer } from './printer.ts';

export async function openSavedPlan(
  io: Io,
  printer: Printer,
  command: ApplyCommand,
  file: string,
): Promise<Work | Stopped> {
  const loaded = await loadConfig({ cwd: io.cwd, configFlag: command.config, keys: io.keys });
  if (!loaded.ok) return loaded;
  const plan = await readSavedPlan(file, io.cwd, { options: sharedOptions(command) });
  if (plan instanceof Stop) return { stop: plan, diagnostics: [] };
  const entered = enterEnvironment(loaded.config, command.env ?? plan.target.environment);
  if (!entered.ok) return entered;
  const { config } = entered;
  const elsewhere =
    refuseOtherEnvironment(plan, file, config.environment?.name ?? null) ??
    refuseOtherPromotes(
      plan,
      file,
      command.promote,
      sharedOptions({ ...command, env: command.env ?? plan.target.environment }),
    );
  if (elsewhere !== null) return { stop: elsewhere, diagnostics: [] };
  const pinned = config.environment?.account ?? null;
  if (pinned !== null && plan.target.account !== pinned)
    return { stop: otherAccount(plan, file, pinned), diagnostics: [] };
  const { onTry } = verboseTries(printer, command.verbose);
  const connection = await openConnection(io, command, { ...config, flag: command.config }, onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: [] };
  const other = refuseOtherAddress(plan, file, connection.baseUrl);
  const work = { plan, connection, config, seen: new Map(), ids: idsIn(plan), prompts: sourcesIn(plan) };
  if (other === null) return work;
  connection.close();
  return { stop: other, diagnostics: [] };
}

/** All that is known of the prompt files: those that a change comes from. */
function sourcesIn({ personas }: Plan): string[] {
  const changes = personas.flatMap((one) => [...one.changes, ...(one.promote?.changes ?? [])]);
  return changes.flatMap(({ sources }) => sources.map(({ file }) => file));
}

/** The files are not read: a namesake that another one is bound to is held, and a new plan knows better. */
function idsIn({ personas }: Plan): ReadonlySet<string> {
  return new Set(personas.map(({ id }) => id).filter((id) => id !== null));
}

/** A plan made before the account was named, or for another one. */
function otherAccount({ target }: Plan, file: string, pinned: string): Stop {
  const message = `${file} was made for account ${target.account ?? '(unknown)'}, but the environment is for account ${pinned}.`;
  return new Stop('wrong_account', message, 'Plan again: persona-sync plan --out FILE');
}
