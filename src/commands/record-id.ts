/** Where the id of a created persona is written down: the file of its environment, else the persona's own. */
import { resolve } from 'node:path';
import { hasId, type IdFile, IdWriter } from '../bind/id-file.ts';
import type { Config } from '../config/load.ts';
import type { Io } from '../io.ts';
import { displayPath, isInside } from '../load/paths.ts';
import type { PlannedPersona } from '../model/plan.ts';

/** The file that has the id then, relative to the working directory; null where it could not be written. */
export type RecordId = (step: Pick<PlannedPersona, 'key' | 'file'>, id: string) => Promise<string | null>;

export function idRecorder(config: Config, io: Io): RecordId {
  const writer = new IdWriter({ root: config.root, processes: io.processes });
  return async (step, id) => {
    const place = idFileOf(config, resolve(io.cwd, step.file), io.cwd);
    if (place.kind === 'persona' && !isInside(place.path, config.personas)) return null;
    const failure = await writer.write(place, { key: step.key, id });
    return failure === null ? place.file : null;
  };
}

/** The same without writing: the file that has the id already, else null. */
export function idFinder(config: Config, io: Io): RecordId {
  return async ({ key, file }, id) => {
    const place = idFileOf(config, resolve(io.cwd, file), io.cwd);
    return (await hasId(place, { key, id })) ? place.file : null;
  };
}

/** `path`: the persona file, absolute. */
export function idFileOf({ environment }: Config, path: string, cwd: string): IdFile {
  if (environment === null) return { kind: 'persona', path, file: displayPath(path, cwd) };
  const { path: own, file } = environment.file;
  return { kind: 'environment', path: own, file };
}
