/** The files of a pull, written together. */
import { resolve } from 'node:path';
import { Stop } from '../errors.ts';
import { writeAll } from '../files/write-all.ts';
import type { Io } from '../io.ts';
import { displayPath } from '../load/paths.ts';
import { quoted } from '../model/diagnostic.ts';
import type { FileWrite } from '../model/pull.ts';

/** Null once all are written. `again` is the command as it was typed. */
export async function writeFiles(
  writes: readonly FileWrite[],
  { root, io, again }: { readonly root: string; readonly io: Pick<Io, 'cwd' | 'processes'>; readonly again: string },
): Promise<Stop | null> {
  const { cwd, processes } = io;
  const result = await writeAll(
    writes.map(({ file, before, after }) => ({ path: resolve(cwd, file), before, after })),
    { root, processes },
  );
  if (result.ok) return null;
  const file = quoted(displayPath(result.path, cwd));
  if (result.left.length === 0)
    return new Stop(
      'write_file',
      `${file} could not be written: ${result.why}. No file was changed.`,
      `When that is mended: ${again}`,
    );
  const left = result.left.map((path) => displayPath(path, cwd)).join(' ');
  const message = `${file} could not be written: ${result.why}. These were, and could not be put back: ${left}.`;
  return new Stop('write_file', message, `Look at them: git diff -- ${left}; and when that is mended: ${again}`);
}
