/** The address to talk to: the environment's, the one that `BLAND_BASE_URL` names, or the public service. */
import { Stop } from '../errors.ts';
import { PUBLIC_SERVICE, readAddress } from '../model/address.ts';

const VARIABLE = 'BLAND_BASE_URL';

/** Reads an address as `BLAND_BASE_URL` has it, or why it is refused. */
export function parseBaseUrl(text: string): string | Stop {
  const read = readAddress(text);
  if (read.ok) return read.address;
  const hint = read.advice ?? `Set ${VARIABLE} to ${read.right}`;
  return new Stop('bad_address', `${VARIABLE} "${read.shown}" ${read.why}.`, hint);
}

/** The environment of the config that a run is for, as far as its address and key go. */
export interface ServiceOfEnvironment {
  readonly name: string;
  /** Checked; null where the config leaves it to `BLAND_BASE_URL`. */
  readonly baseUrl: string | null;
}

/**
 * `BLAND_BASE_URL` stands beside the key where CI keeps it, the config in what a pull request may change. So where both
 * name an address they must agree, else a pull request could send the key elsewhere.
 */
export function chooseBaseUrl(
  env: Readonly<Record<string, string | undefined>>,
  environment: ServiceOfEnvironment | null,
): string | Stop {
  const text = env[VARIABLE]?.trim() ?? '';
  const named = environment?.baseUrl ?? null;
  const set = text === '' ? null : parseBaseUrl(text);
  if (set === null) return named ?? PUBLIC_SERVICE;
  if (set instanceof Stop || named === null || named === set) return set;
  return new Stop(
    'bad_address',
    `${VARIABLE} is ${set}, but the environment "${environment?.name}" has the address ${named}.`,
    `Unset ${VARIABLE}, set it to ${named}, or choose the environment that it belongs to: --env NAME`,
  );
}
