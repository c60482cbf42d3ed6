import type { Place } from './diagnostic.ts';
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from './json.ts';
import type { Places, Spot } from './places.ts';

/** One persona as its file says it: prompt files read, values filled in, checked. */
export interface DesiredPersona {
  /** The file's path below the personas folder without ending, with `/`. */
  readonly key: string;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Null where the file is bound to no live persona: it is new, or not bound yet. */
  readonly id: string | null;
  readonly name: string;
  /**
   * Every managed field by its wire name (never `id`), as resolved: `call_config` holds only its managed keys, or is null.
   * A field that is absent is unmanaged.
   */
  readonly set: JsonObject;
  /** JSON Pointer of a change (`/role`, `/call_config/voice`) → where the file's value stands. */
  readonly sources: ReadonlyMap<string, readonly Place[]>;
  /** In the order of the file; absent where no persona file was read. */
  readonly promptFiles?: readonly PromptFile[];
}

/** A prompt file that was read for a persona. */
export interface PromptFile {
  /** JSON Pointer of the field that names it: `/personality_prompt`. */
  readonly path: string;
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Its content as read. */
  readonly text: string;
  /** At which line of the field's text it begins, counted from 1. */
  readonly begins: number;
  /** Whether its lines are those of the text: values filled in may have more than one. */
  readonly aligned: boolean;
}

/** A persona between resolving and the rules: it knows its places for diagnostics. */
export interface ResolvedPersona extends DesiredPersona {
  readonly places: Places;
  readonly promptFiles: readonly PromptFile[];
  readonly used: readonly UsedValue[];
  /** Where the id stands. */
  readonly idSpot: () => Spot;
  readonly nameSpot: () => Spot;
}

/** What is known of a persona once it is judged, and nobody wants to write it. */
export interface KnownPersona extends Pick<ResolvedPersona, 'key' | 'id' | 'name' | 'idSpot' | 'nameSpot'> {
  readonly used: readonly Pick<UsedValue, 'name'>[];
  readonly promptFiles: readonly Pick<PromptFile, 'file'>[];
}

/** A value of the environment that stands in a persona. */
export interface UsedValue {
  /** JSON Pointer of the text that it stands in; of a prompt file, the field's. */
  readonly path: string;
  readonly name: string;
}

/** One persona as the service returned it, with every field it sent, known or not. */
export interface LivePersona {
  readonly id: string;
  /** All root fields, without the two version objects. */
  readonly root: JsonObject;
  readonly draft: JsonObject | null;
  readonly production: JsonObject | null;
}

/** The version that a PATCH edits: the draft, or production's content where there is no draft yet. */
export function editedVersion(live: LivePersona): JsonObject {
  return live.draft ?? live.production ?? {};
}

export function liveName(live: LivePersona): string {
  return textOf(live.root, 'name') ?? '';
}

/** The account: `user_id` of the persona, or null where the service does not say. */
export function liveAccount(live: LivePersona): string | null {
  return textOf(live.root, 'user_id');
}

export function deletedAt(live: LivePersona): string | null {
  return textOf(live.root, 'deleted_at');
}

/** ISO 8601; the later of the root's and the draft's `updated_at`; null where neither is known. */
export function liveUpdatedAt(live: LivePersona): string | null {
  const root = textOf(live.root, 'updated_at');
  const draft = live.draft === null ? null : textOf(live.draft, 'updated_at');
  if (root === null || draft === null) return root ?? draft;
  return Date.parse(draft) > Date.parse(root) ? draft : root;
}

/**
 * The tag `v2-agent:<id>` marks the machine-managed twin of another object: the service rewrites such a persona,
 * so it must not be managed here. Returns that tag, else null.
 */
export function twinTag(tags: JsonValue | undefined): string | null {
  if (!Array.isArray(tags)) return null;
  const tag: unknown = tags.find((item: unknown) => typeof item === 'string' && item.startsWith('v2-agent:'));
  return typeof tag === 'string' ? tag : null;
}

/** The phone numbers that this persona answers. The element's shape is not documented: text, or an object with `phone_number`. */
export function inboundNumbers(live: LivePersona): string[] {
  const numbers = ownValue(live.root, 'inbound_numbers');
  if (!Array.isArray(numbers)) return [];
  return numbers.flatMap((item: JsonValue) => {
    if (typeof item === 'string') return [item];
    if (!isJsonObject(item)) return [];
    const number = textOf(item, 'phone_number') ?? textOf(item, 'number');
    return number === null ? [] : [number];
  });
}

function textOf(object: JsonObject, key: string): string | null {
  const value = ownValue(object, key);
  return typeof value === 'string' ? value : null;
}

/** For finding a persona by its name. More forgiving than fields: a service that trims a name must not lead to a second persona. */
export function plainName(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
}
