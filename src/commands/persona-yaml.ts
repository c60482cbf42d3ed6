/** One side of a persona as the text of its file. */
import { Stop } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import { type PersonaText, writePersonaText } from '../pull/persona-text.ts';
import type { Surroundings } from './look-around.ts';

/** What the file sets to null is named, also where it is empty. */
export function personaYaml(
  side: LivePersona,
  desired: DesiredPersona | null,
  { project, connection }: Pick<Surroundings, 'project' | 'connection'>,
): Pick<PersonaText, 'text' | 'leftOut'> | Stop {
  const written = writePersonaText(side, {
    from: 'draft',
    withId: true,
    promptFiles: null,
    allowed: project.config.allowed,
    keyInUse: connection.keys,
    fields: desired === null ? [] : namesOf(desired.set),
  });
  if (!('unmanageable' in written)) return written;
  const what = `${side.id} cannot be shown as a persona file: its ${written.unmanageable} is none that a file may have.`;
  return new Stop('no_version', what, 'Show it as a document: --format json');
}

/** `role`, `call_config.voice`. */
function namesOf(set: JsonObject): string[] {
  return Object.entries(set).flatMap(([name, value]) =>
    name === 'call_config' && isJsonObject(value) ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
  );
}
