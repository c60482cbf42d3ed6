/** Saves a plan, readable by its owner alone: it holds prompts, old and new. */
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, Stop } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { documentText } from '../render/documents.ts';

/** Written beside its place and moved there, so that a reader never sees half a plan. Returns why it could not be saved, or null. */
export async function savePlan(plan: Plan, file: string, cwd: string): Promise<Stop | null> {
  const target = path.resolve(cwd, file);
  const draft = path.join(path.dirname(target), `.${path.basename(target)}.${plan.digest.slice(0, 12)}.tmp`);
  try {
    await rm(draft, { force: true });
    await writeFile(draft, documentText(plan), { mode: 0o600, flag: 'wx' });
    await rename(draft, target);
    return null;
  } catch (thrown) {
    await rm(draft, { force: true });
    return new Stop(
      'write_file',
      `The plan could not be saved: ${messageOf(thrown)}.`,
      'Name another file: persona-sync plan --out FILE',
    );
  }
}
