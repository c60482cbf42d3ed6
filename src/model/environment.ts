/** Environments: accounts that the same files are applied to, each with its own ids and values. */
import type { Place } from './diagnostic.ts';
import type { GuardLimits } from './guard.ts';
import type { JsonValue } from './json.ts';
import type { Spot } from './places.ts';

export type PromotePolicy = 'never' | 'after-apply';

/** One environment as the config has it, what it leaves out filled in. */
export interface Environment {
  readonly name: string;
  /** Checked; null leaves it to `BLAND_BASE_URL`, else to the public service. */
  readonly baseUrl: string | null;
  /** The variable that holds the key. */
  readonly keyEnv: string;
  readonly file: EnvironmentFile;
  /** The `user_id` that its personas must have, or null. */
  readonly account: string | null;
  readonly protected: boolean;
  /** The branch that CI may write from where it is protected, or null. */
  readonly applyFrom: string | null;
  readonly promote: PromotePolicy;
  /** The config's own guards, with the environment's in their place where it has any. */
  readonly limits: GuardLimits;
  readonly requireOrigin: boolean;
}

/** The file of ids and values. */
export interface EnvironmentFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Where the config names it; null where it stands at its usual place, and then may be missing. */
  readonly namedAt: Spot | null;
}

/** What an environment's file says. */
export interface Bindings {
  /** By name. */
  readonly values: ReadonlyMap<string, EnvironmentValue>;
  /** By persona key. */
  readonly ids: ReadonlyMap<string, BoundId>;
}

export interface EnvironmentValue {
  /** As `${name}` alone takes it. */
  readonly value: JsonValue;
  /** As it stands within a text, or null where it cannot: lists, mappings and null. */
  readonly text: string | null;
  readonly place: Place;
  /** Where its name stands. */
  readonly spot: Spot;
}

export interface BoundId {
  readonly id: string;
  readonly place: Place;
  readonly spot: Spot;
}

/** A binding of a persona whose file is not there. */
export interface StrayBinding extends BoundId {
  readonly key: string;
}

export const NO_BINDINGS: Bindings = { values: new Map(), ids: new Map() };
