/** What new personas bring beside their files: ids in the environment's file, and the account in the config. */

import { resolve } from 'node:path';
import { setAccount } from '../bind/set-account.ts';
import { setBoundIds } from '../bind/set-id.ts';
import { Stop } from '../errors.ts';
import { readText } from '../load/read.ts';
import { compareText } from '../model/compare-text.ts';
import { quoted } from '../model/diagnostic.ts';
import { liveAccount } from '../model/persona.ts';
import type { FileWrite, Pulled } from '../model/pull.ts';
import type { Surroundings } from './look-around.ts';

/** `all`: the whole account was read, so that what its personas share is known. */
export async function bindingWrites(
  pulled: Pulled,
  around: Surroundings,
  cwd: string,
  all: boolean,
): Promise<readonly FileWrite[] | Stop> {
  const ids = await idWrites(pulled, around);
  if (ids instanceof Stop || !all) return ids;
  return [...ids, ...(await accountWrites(around, cwd))];
}

async function idWrites({ personas }: Pulled, { project }: Surroundings): Promise<readonly FileWrite[] | Stop> {
  const { environment, environments } = project.config;
  const fresh = personas.filter(({ action }) => action === 'written').sort((a, b) => compareText(a.key, b.key));
  const inFiles = environments.length <= 1 && project.bindings.ids.size === 0;
  if (environment === null || inFiles || fresh.length === 0) return [];
  const { path, file } = environment.file;
  const read = await readText(path);
  const before = read.ok ? read.text : null;
  const after = setBoundIds(before ?? '', new Map(fresh.map(({ key, id }) => [key, id])));
  if (after !== null) return [{ file, before, after }];
  const lines = fresh.map(({ key, id }) => `  ${key}: ${id}`);
  return new Stop(
    'write_file',
    `The ids could not be added to ${quoted(file)}.`,
    ['Add them there by hand, and pull again:', 'ids:', ...lines].join('\n'),
  );
}

/** Where all personas are of one account, the environment is held to it from now on. */
async function accountWrites({ project, sights }: Surroundings, cwd: string): Promise<FileWrite[]> {
  const { environment, file } = project.config;
  const accounts = new Set(sights.flatMap(({ live }) => (live === null ? [] : [liveAccount(live)])));
  const [account = null] = accounts;
  if (environment === null || file === null || environment.account !== null) return [];
  if (account === null || accounts.size > 1) return [];
  const read = await readText(resolve(cwd, file));
  const after = read.ok ? setAccount(read.text, environment.name, account) : null;
  return read.ok && after !== null ? [{ file, before: read.text, after }] : [];
}
