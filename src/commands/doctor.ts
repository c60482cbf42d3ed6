import { checkKey } from '../bland/check-key.ts';
import { Stop } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { openConnection } from '../live/source.ts';
import type { Check } from '../model/checkup.ts';
import type { DoctorCommand } from '../model/command.ts';
import { commandLine, sharedOptions } from '../model/command-line.ts';
import { loadProject, type Project, type Stopped } from '../project.ts';
import { doctorDocument, doctorText } from '../render/doctor.ts';
import { count } from '../render/words.ts';
import { tryWithoutKey } from '../stops.ts';
import { VERSION } from '../version.ts';
import {
  check,
  checkAccount,
  checkClock,
  checkGit,
  checkKeyAnswer,
  checkSchemaLines,
  stopped,
  UNKNOWN_ACCOUNT,
  UNKNOWN_PERSONAS,
} from './doctor-checks.ts';
import { checkBound, lookAtBound } from './doctor-personas.ts';
import { createPrinter, printDocument, printResult } from './printer.ts';

/** Looks at all that a run needs, and says what to mend. Sends nothing but GET, and writes nothing. */
export async function runDoctor(command: DoctorCommand, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, 'doctor', command);
  const checks = await examine(command, io);
  if (printer.format === 'json') printDocument(printer, doctorDocument(checks));
  else if (!printer.quiet || checks.some(({ status }) => status === 'failed' || status === 'warning'))
    printResult(printer, doctorText(checks, sharedOptions(command), printer.style));
  if (io.interrupted.aborted) return EXIT.interrupted;
  return checks.some(({ status }) => status === 'failed') ? EXIT.failed : EXIT.done;
}

async function examine(command: DoctorCommand, io: Io): Promise<Check[]> {
  const project = await loadProject(io, { ...command, selectors: [], mayBeEmpty: true });
  if ('stop' in project) return examineWithout(project, io);
  const { config, known, diagnostics, files } = project;
  const service = await examineService(command, project, io);
  return [
    configCheck(project),
    filesCheck(files, diagnostics, command),
    await checkSchemaLines(known, io),
    await checkGit(config.root, io),
    ...service,
  ];
}

/** No config: which key and address are meant is not known, unless there are no environments. */
async function examineWithout({ stop, diagnostics }: Stopped, io: Io): Promise<Check[]> {
  const problems = diagnostics.map(
    ({ file, line, summary }) => `${file ?? ''}${line === null ? '' : `:${line}`} ${summary}`,
  );
  const hint = [stop.hint, ...problems].filter((text) => text !== null).join('\n');
  const skipped = (['files', 'schema', 'key', 'account', 'personas', 'clock'] as const).map((name) =>
    check(name, 'skipped', 'Not looked at: the config comes first.'),
  );
  return [
    stopped('config', new Stop(stop.code, stop.message, hint === '' ? null : hint)),
    await checkGit(io.cwd, io),
    ...skipped,
  ];
}

function configCheck({ config }: Project): Check {
  const { file, environment } = config;
  const named = environment === null ? '' : `, environment ${environment.name}`;
  if (file !== null) return check('config', 'ok', `${file}${named}.`);
  return check('config', 'ok', 'No persona-sync.yaml: the folder is personas, and there is one account.');
}

function filesCheck(files: number, diagnostics: Project['diagnostics'], command: DoctorCommand): Check {
  const validate = commandLine(['validate', ...sharedOptions(command)]);
  const number = (severity: 'error' | 'warning'): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [number('error'), number('warning')];
  if (errors > 0)
    return check(
      'files',
      'failed',
      `${count(errors, 'error')} in ${count(files, 'persona file')}.`,
      `To see them: ${validate}`,
    );
  if (files === 0)
    return check(
      'files',
      'warning',
      'There is no persona file yet.',
      `Bring what is live: ${commandLine(['pull', '--all', ...sharedOptions(command)])}`,
    );
  if (warnings > 0)
    return check(
      'files',
      'warning',
      `${count(warnings, 'warning')} in ${count(files, 'persona file')}.`,
      `To see them: ${validate}`,
    );
  return check('files', 'ok', `${count(files, 'persona file')} ${files === 1 ? 'is' : 'are'} valid.`);
}

async function examineService(command: DoctorCommand, project: Project, io: Io): Promise<Check[]> {
  const { environment, file } = project.config;
  const { timeout } = command;
  const keyless = { ...project.config, flag: command.config };
  const withoutKey = (keyEnv: string): string => tryWithoutKey(keyless, keyEnv, io);
  const options = sharedOptions(command);
  const found = await checkKey({ io, environment, timeout, userAgent: `persona-sync/${VERSION}`, withoutKey });
  const isRefused = found instanceof Stop || (!found.answer.ok && found.answer.failure.kind !== 'not_found');
  const clock = checkClock(found, io.now());
  if (isRefused) return [checkKeyAnswer(found, options), UNKNOWN_ACCOUNT, UNKNOWN_PERSONAS, clock];
  const connection = await openConnection(io, { timeout, concurrency: AT_ONCE }, keyless);
  if (connection instanceof Stop) return [checkKeyAnswer(found, options), UNKNOWN_ACCOUNT, UNKNOWN_PERSONAS, clock];
  try {
    const looked = await lookAtBound(project.sound, connection, io);
    // What a persona says counts more than what the key says: it is what a plan compares.
    const account = looked.account ?? (found.answer.ok ? found.answer.value.id : null);
    const personas = checkBound(looked, project, connection, command);
    return [checkKeyAnswer(found, options), checkAccount(environment, account, file, options), personas, clock];
  } finally {
    connection.close();
  }
}

/** Requests. */
const AT_ONCE = 4;
