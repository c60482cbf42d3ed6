/** Saves a plan, readable by its owner alone: it holds prompts, old and new. */
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isCode, messageOf, Stop } from '../errors.ts';
import { kindOf } from '../load/read.ts';
import type { Plan } from '../model/plan.ts';
import { documentText } from '../render/documents.ts';

/** Written beside its place and moved there, so that a reader never sees half a plan. Returns why it could not be saved, or null. */
export async function savePlan(plan: Plan, file: string, cwd: string): Promise<Stop | null> {
  const target = path.resolve(cwd, file);
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${plan.digest.slice(0, 12)}.tmp`);
  try {
    const inTheWay = await irregularAt(target);
    if (inTheWay !== null) return refuse(`${file} is ${inTheWay}, not a file`);
    await rm(draft, { force: true });
    await writeFile(draft, documentText(plan), { mode: 0o600, flag: 'wx' });
    await rename(draft, target);
    return null;
  } catch (thrown) {
    await rm(draft, { force: true });
    return refuse(messageOf(thrown));
  }
}

/** What stands there and must not be replaced, such as a pipe that somebody reads, or null. A link is replaced itself. */
async function irregularAt(target: string): Promise<string | null> {
  try {
    const found = await stat(target);
    return found.isFile() ? null : kindOf(found);
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

function refuse(why: string): Stop {
  return new Stop(
    'write_file',
    `The plan could not be saved: ${why}.`,
    'Name another file: persona-sync plan --out FILE',
  );
}
