/** The live personas that no file manages. */
import { readAccount } from '../bland/read-account.ts';
import type { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { UnmanagedPersona } from '../model/drift.ts';
import { inboundNumbers, liveName, liveUpdatedAt } from '../model/persona.ts';
import { redact } from '../model/secrets.ts';
import type { Planned } from '../pipeline.ts';
import { judgePersona } from '../plan/judge.ts';
import { interruptedWhileReading, refusedKey, unreadableAccount } from '../stops.ts';

/** Deleted ones and machine-made twins are not among them: they get no file. */
export async function readUnmanaged(
  { connection, ids }: Pick<Planned, 'connection' | 'ids'>,
  io: Io,
): Promise<readonly UnmanagedPersona[] | Stop> {
  const answer = await readAccount(connection.reader, { interrupted: io.interrupted, onProgress: () => {} });
  if (io.interrupted.aborted) return interruptedWhileReading();
  if (!answer.ok) {
    return answer.failure.kind === 'unauthorized'
      ? refusedKey(connection, answer.failure.message)
      : unreadableAccount(connection.baseUrl, answer.failure);
  }
  return answer.value
    .filter((live) => !ids.has(live.id) && judgePersona(live.id, live).kind === 'found')
    .map((live) => ({
      id: redact(live.id, connection.keys),
      name: redact(liveName(live), connection.keys),
      updated_at: liveUpdatedAt(live),
      inbound_numbers: inboundNumbers(live),
    }));
}
