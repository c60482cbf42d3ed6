/** All versions of a persona, with their content. */
import type { Connection } from '../bland/connect.ts';
import { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import { isJsonObject } from '../model/json.ts';
import { type KeysInUse, redactJson } from '../model/secrets.ts';
import { type Answer, describeFailure, type ServiceFailure } from '../model/service.ts';
import { type Version, versionId } from '../model/version.ts';
import { hasContent } from '../plan/version-content.ts';
import { interruptedWhileReading, refusedKey } from '../stops.ts';

/** `what` names the persona in messages. The list may show versions without their content: then each is asked for. */
export async function readVersions(
  connection: Connection,
  id: string,
  what: string,
  io: Io,
): Promise<readonly Version[] | Stop> {
  const { reader } = connection;
  const listed = await reader.versions(id, io.interrupted);
  if (io.interrupted.aborted) return interruptedWhileReading();
  if (!listed.ok) return stopFor(listed.failure, what, connection);
  const read = await Promise.all(
    listed.value.map((version): Answer<Version> | Promise<Answer<Version>> =>
      hasContent(version) ? { ok: true, value: version } : reader.version(id, versionId(version), io.interrupted),
    ),
  );
  if (io.interrupted.aborted) return interruptedWhileReading();
  const failed = read.find((answer) => !answer.ok);
  if (failed !== undefined && !failed.ok) return stopFor(failed.failure, what, connection);
  return read.flatMap((answer) => (answer.ok ? [answer.value] : []));
}

function stopFor(failure: ServiceFailure, what: string, connection: Connection): Stop {
  if (failure.kind === 'unauthorized') return refusedKey(connection, failure.message);
  const hint = 'Run the same command again when the service answers.';
  return new Stop('incomplete', `The versions of ${what} could not be read: ${describeFailure(failure)}.`, hint);
}

/** The version as it may be shown: a diff would cut a key in two, so that it would no longer be known as one. */
export function withoutKeys(version: Version, keyInUse: KeysInUse): Version {
  const redacted = redactJson(version, keyInUse);
  return isJsonObject(redacted) ? redacted : {};
}
