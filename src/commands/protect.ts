/** Before a write: what git says of the files, and whether a protected environment may be written to. */
import { resolve } from 'node:path';
import { Stop } from '../errors.ts';
import { ciCheckout } from '../git/ci-checkout.ts';
import { readWorkTree } from '../git/work-tree.ts';
import type { Io } from '../io.ts';
import type { NoRepository, WorkTree } from '../model/work-tree.ts';
import { pathBelow } from '../past/paths.ts';
import { judgeProtection } from '../plan/protection.ts';
import { describeProtection, protectionWays } from '../render/protection.ts';
import type { Errand, Work } from './errand.ts';

/** Four processes of git. */
export async function lookAtWorkTree({ config, prompts = [] }: Work, io: Io): Promise<WorkTree | NoRepository> {
  const named = new Set([...(config.file === null ? [] : [config.file]), ...prompts]);
  const files = [
    ...[...named].map((file) => resolve(io.cwd, file)),
    ...config.environments.map(({ file }) => file.path),
  ];
  const place = { folder: config.root, env: io.env };
  const answer = await readWorkTree(place, { folder: config.personas, files }, pathBelow);
  return 'why' in answer ? answer : answer.tree;
}

/** Null where the environment may be written to. */
export function refuseProtected({ config }: Work, errand: Errand, tree: WorkTree | NoRepository, io: Io): Stop | null {
  const { environment } = config;
  if (environment?.protected !== true || errand.allow.includes('protected')) return null;
  const failures = judgeProtection({ applyFrom: environment.applyFrom, tree, ci: ciCheckout(io.env) });
  if (failures.length === 0) return null;
  const message = `The environment "${environment.name}" is protected, so nothing was written: ${failures.map(describeProtection).join('; ')}.`;
  const ways = [...failures.flatMap(protectionWays), `If it is meant: ${errand.again('--allow', 'protected')}`];
  return new Stop('guarded', message, ways.join('\n'));
}
