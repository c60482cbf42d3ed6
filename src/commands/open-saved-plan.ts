/** The work of `apply --plan`: the saved plan, for this address. No persona file is read. */
import { readSavedPlan, refuseOtherAddress } from '../apply/saved-plan.ts';
import { keyInEnvironment } from '../bland/key.ts';
import { loadConfig } from '../config/load.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ApplyCommand } from '../model/command.ts';
import { openConnection } from '../pipeline.ts';
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
  const config = await loadConfig({
    cwd: io.cwd,
    configFlag: command.config,
    keyInUse: keyInEnvironment(io.env),
  });
  if (!config.ok) return config;
  const plan = await readSavedPlan(file, io.cwd);
  if (plan instanceof Stop) return { stop: plan, diagnostics: [] };
  const connection = await openConnection(io, command, verboseTries(printer, command.verbose).onTry);
  if (connection instanceof Stop) return { stop: connection, diagnostics: [] };
  const other = refuseOtherAddress(plan, file, connection.baseUrl);
  if (other === null) return { plan, connection, config: config.config, seen: new Map() };
  connection.close();
  return { stop: other, diagnostics: [] };
}
