/** The live side of a project: what is bound by its id; where a file is bound to nothing, all of the account, for its name. */
import type { Connection } from '../bland/connect.ts';
import { readWanted } from '../bland/read-wanted.ts';
import type { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { StrayBinding } from '../model/environment.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import type { Answer } from '../model/service.ts';
import type { ReadPersona } from '../plan/explain-read.ts';
import type { ReadStray } from '../plan/explain-stray.ts';
import { judgeAnswer } from '../plan/judge.ts';
import { boundFiles, type Others, settleName } from '../plan/namesake.ts';
import { interruptedWhileReading, refusedKey } from '../stops.ts';

export interface ProjectToRead {
  readonly personas: readonly DesiredPersona[];
  /** The ids that the files of the project are bound to, also those that are not wanted now. */
  readonly taken: ReadonlySet<string>;
  /** All personas of its valid files, also those that are not wanted now. */
  readonly valid: readonly Pick<DesiredPersona, 'name' | 'key' | 'file' | 'id'>[];
  readonly strays: readonly StrayBinding[];
}

export interface ProjectRead {
  readonly reads: readonly ReadPersona[];
  readonly strays: readonly ReadStray[];
  /** Every persona of the account; null where nobody had to ask, or the service did not tell. */
  readonly account: readonly LivePersona[] | null;
}

/** 401 and 403 stop the run. */
export async function readProject(
  project: ProjectToRead,
  connection: Connection,
  io: Io,
  onRead: (found: number, key: string | null) => void,
): Promise<ProjectRead | Stop> {
  const { personas, taken, valid } = project;
  const ids = [...personas.map(({ id }) => id), ...project.strays.map(({ id }) => id)].filter((id) => id !== null);
  const keys = new Map(personas.map(({ id, key }) => [id, key]));
  const onProgress = (found: number, id: string | null): void => onRead(found, keys.get(id) ?? null);
  const wanted = { ids, wholeAccount: personas.some(({ id }) => id === null) };
  const { byId, account } = await readWanted(connection.reader, wanted, { interrupted: io.interrupted, onProgress });
  if (io.interrupted.aborted) return interruptedWhileReading();
  for (const answer of [...byId.values(), ...(account === null ? [] : [account])]) {
    if (!answer.ok && answer.failure.kind === 'unauthorized') return refusedKey(connection, answer.failure.message);
  }
  const strays = project.strays.map((stray) => ({ ...stray, ...whatIsRead(byId.get(stray.id)) }));
  const others = { taken, files: boundFiles(wanted.wholeAccount ? valid : []), strays };
  const reads = personas.flatMap((desired): ReadPersona[] => {
    if (desired.id === null) return account === null ? [] : [readByName(desired, account, others)];
    const answer = byId.get(desired.id);
    return answer === undefined ? [] : [{ desired, read: judgeAnswer(desired.id, answer) }];
  });
  return { reads, strays, account: account?.ok === true ? account.value : null };
}

function whatIsRead(answer: Answer<LivePersona> | undefined): Pick<ReadStray, 'live' | 'gone'> {
  if (answer?.ok === true) return { live: answer.value, gone: false };
  return { live: null, gone: answer?.failure.kind === 'not_found' };
}

function readByName(desired: DesiredPersona, account: Answer<readonly LivePersona[]>, others: Others): ReadPersona {
  if (!account.ok) return { desired, read: { kind: 'unreadable', failure: account.failure } };
  const read = settleName(desired, account.value, others);
  if (read.kind !== 'found') return { desired, read };
  return { desired: { ...desired, id: read.live.id }, read, unbound: true };
}
