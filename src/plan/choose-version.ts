/** The version that `--to` names: by its id, by its number, or `production`. */
import { type Version, versionId, versionNumber, versionType } from '../model/version.ts';

/** Empty: there is none. More than one: the number is not enough. */
export function chooseVersions(versions: readonly Version[], to: string): readonly Version[] {
  if (to === 'production') return versions.filter((version) => versionType(version) === 'production');
  const byId = versions.filter((version) => versionId(version) === to);
  if (byId.length > 0) return byId;
  const number = /^v?(\d{1,9})$/.exec(to)?.[1];
  return number === undefined ? [] : versions.filter((version) => versionNumber(version) === Number(number));
}
