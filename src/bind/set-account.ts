import { isJsonObject, ownValue } from '../model/json.ts';
import { readSource } from '../pull/edit/source.ts';
import { withEntries } from './entries.ts';

/** The config with the account of an environment; null where it cannot be edited so. */
export function setAccount(text: string, environment: string, account: string): string | null {
  const all = ownValue(readSource(text)?.value ?? {}, 'environments');
  const own = isJsonObject(all) ? ownValue(all, environment) : undefined;
  if (!isJsonObject(own)) return null;
  return withEntries(text, 'environments', all, [[environment, { ...own, account }]]);
}
