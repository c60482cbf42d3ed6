import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import type { PersonaRecord } from './record.ts';

/** The phone numbers of a persona. Source: the pages "Attach", "Detach" and "Update Persona Number Settings". */

/** The root's list as it stands. */
export function numbersOf(record: PersonaRecord): readonly JsonValue[] {
  const list = ownValue(record.root, 'inbound_numbers');
  return Array.isArray(list) ? list : [];
}

/** The number itself; elements are objects with `phone_number`, and in seeds also plain text. */
export function numberOf(item: JsonValue): string | null {
  if (typeof item === 'string') return item;
  const number = isJsonObject(item) ? ownValue(item, 'phone_number') : undefined;
  return typeof number === 'string' ? number : null;
}

/** The list with further numbers at its end; one that is there already stays as it is. */
export function attachNumbers(
  list: readonly JsonValue[],
  numbers: readonly string[],
  personaId: string,
): readonly JsonValue[] {
  const present = new Set(list.map(numberOf));
  const added = [...new Set(numbers)].filter((number) => !present.has(number));
  return [...list, ...added.map((number) => inboundNumber(number, personaId, null))];
}

export function detachNumbers(list: readonly JsonValue[], numbers: readonly string[]): readonly JsonValue[] {
  const leaving = new Set<string | null>(numbers);
  return list.filter((item) => !leaving.has(numberOf(item)));
}

/** The record of one number with other settings, and the list that holds it; undefined where it is not attached. */
export function setNumberSettings(
  list: readonly JsonValue[],
  number: string,
  settings: JsonValue,
  personaId: string,
): { readonly record: JsonObject; readonly list: readonly JsonValue[] } | undefined {
  const index = list.findIndex((item) => numberOf(item) === number);
  const item = list[index];
  if (item === undefined) return undefined;
  const record = isJsonObject(item)
    ? { ...item, persona_settings: settings }
    : inboundNumber(number, personaId, settings);
  return { record, list: list.with(index, record) };
}

function inboundNumber(number: string, personaId: string, settings: JsonValue): JsonObject {
  return { phone_number: number, label: null, persona_id: personaId, persona_settings: settings };
}
