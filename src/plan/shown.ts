/** One side of a persona, as the service or the file says it: for what is shown of it. */
import type { ShownPlane } from '../model/command.ts';
import { fieldNamed, isBookkeeping, isVersionBookkeeping } from '../model/fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, ownValue, pointerSegments } from '../model/json.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import type { SeenPersona } from './standing.ts';

/** The persona as this plane has it, with no other; null where there is no such side. */
export function onShownPlane({ desired, live }: SeenPersona, plane: ShownPlane): LivePersona | null {
  switch (plane) {
    case 'files':
      return desired === null ? null : asLive(desired);
    case 'production':
      return live?.production == null ? null : { ...live, draft: null };
    case 'draft':
      return live?.draft == null ? null : { ...live, production: null };
    default:
      return plane satisfies never;
  }
}

/** The file as if it were live: what it does not manage is not there. */
function asLive({ id: bound, set }: DesiredPersona): LivePersona {
  const id = bound ?? '';
  const part = (isDraft: boolean): JsonObject =>
    objectFrom(Object.entries(set).filter(([name]) => (fieldNamed(name)?.plane === 'draft') === isDraft));
  return { id, root: { id, ...part(false) }, draft: part(true), production: null };
}

/** Every field but bookkeeping, as it stands, by its name. */
export function shownFields({ root, draft, production }: LivePersona): JsonObject {
  const version = Object.entries(draft ?? production ?? {}).filter(([name]) => !isVersionBookkeeping(name));
  const immediate = Object.entries(root).filter(([name]) => !isBookkeeping(name) && !name.startsWith('current_'));
  return objectFrom([...immediate, ...version]);
}

/** The value at a path; undefined where there is none. */
export function shownValue(fields: JsonObject, path: string): JsonValue | undefined {
  return pointerSegments(path).reduce<JsonValue | undefined>(
    (value, segment) => (isJsonObject(value) ? ownValue(value, segment) : undefined),
    fields,
  );
}
