/** Saves a plan, for `apply --plan`. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import type { Plan } from '../model/plan.ts';
import { documentText } from '../render/documents.ts';
import { writeWhole } from './write-whole.ts';

/** Returns why it could not be saved, or null. */
export async function savePlan(plan: Plan, file: string, cwd: string): Promise<Stop | null> {
  const why = await writeWhole(path.resolve(cwd, file), documentText(plan), plan.digest.slice(0, 12));
  if (why === null) return null;
  return new Stop(
    'write_file',
    `The plan could not be saved: ${why}.`,
    'Name another file: persona-sync plan --out FILE',
  );
}
