/**
 * New content on its way to a file: written beside it under a name that says which process wrote it, and moved there
 * whole. A process that was killed leaves its drafts behind; the next one that writes takes them away.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Processes } from '../io.ts';

/** Which process writes, and which of those that wrote are gone. */
export type Writers = Pick<Processes, 'pid' | 'isAlive'>;

export function draftOf(path: string, { pid }: Writers): string {
  return join(dirname(path), `.${basename(path)}.${pid}-${randomUUID().slice(0, 8)}.tmp`);
}

const DRAFT = /^\..+\.(\d+)-[0-9a-f]{8}\.tmp$/;

/** Removes the drafts of processes that are gone. A folder that is not there has none; what cannot be removed stays. */
export async function sweepDrafts(folders: Iterable<string>, { pid, isAlive }: Writers): Promise<void> {
  for (const folder of new Set(folders)) {
    const names = await readdir(folder).catch((): string[] => []);
    const left = names.filter((name) => {
      const writer = Number(DRAFT.exec(name)?.[1] ?? pid);
      return writer !== pid && !isAlive(writer);
    });
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true }).catch(() => {})));
  }
}
