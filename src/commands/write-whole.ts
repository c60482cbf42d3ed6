/** A file that is written whole or not at all, readable by its owner alone: what stands in it holds prompts. */
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCode, messageOf } from '../errors.ts';
import { kindOf } from '../load/read.ts';

/**
 * Written beside its place and moved there, so that a reader never sees half of it. `draft` tells it from other drafts.
 * Returns why it could not be written, or null. A link is replaced itself.
 */
export async function writeWhole(file: string, text: string, draft: string): Promise<string | null> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${draft}.tmp`);
  try {
    const inTheWay = await irregularAt(file);
    if (inTheWay !== null) return `${file} is ${inTheWay}, not a file`;
    await rm(beside, { force: true });
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
    await rename(beside, file);
    return null;
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => {});
    return withoutDraft(messageOf(thrown));
  }
}

/** Why nothing can be written to this place, or null: found out by writing an empty draft beside it. */
export async function whyUnwritable(file: string, draft: string): Promise<string | null> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${draft}.tmp`);
  try {
    const inTheWay = await irregularAt(file);
    if (inTheWay !== null) return `${file} is ${inTheWay}, not a file`;
    await writeFile(beside, '', { mode: 0o600 });
    await rm(beside);
    return null;
  } catch (thrown) {
    return withoutDraft(messageOf(thrown));
  }
}

/** What stands there and must not be replaced, such as a pipe that somebody reads, or null. */
async function irregularAt(target: string): Promise<string | null> {
  try {
    const found = await stat(target);
    return found.isFile() ? null : kindOf(found);
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

/** `ENOENT: no such file or directory, open '….tmp'`: nobody asked for the draft. */
function withoutDraft(message: string): string {
  return message.replace(/, [a-z]+ '.*$/, '');
}
