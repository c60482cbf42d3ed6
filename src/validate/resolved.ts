import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { AllowedFields } from '../model/fields.ts';
import type { ResolvedPersona, UsedValue } from '../model/persona.ts';
import type { Places } from '../model/places.ts';
import { explainProblems } from './explain.ts';
import { findSchemaProblems } from './schema.ts';

/**
 * Judges what the environment's values have made of a persona: one whole `${name}` takes a value with its type, which may
 * be the wrong one. Told where the value is used, naming the place where it is written.
 */
export function validateResolved(
  persona: ResolvedPersona,
  allowed: AllowedFields,
  placeOf: (name: string) => Place | undefined,
): readonly Diagnostic[] {
  if (persona.used.length === 0) return [];
  const problems = findSchemaProblems('persona', persona.set);
  const { set: value, key } = persona;
  const places = resolvedPlaces(persona.places);
  return problems.flatMap((problem) => {
    const used = persona.used.find(({ path }) => isWithin(problem.path, path));
    if (used === undefined) return [];
    const [told] = explainProblems([problem], { value, places, key, allowed, document: 'persona' });
    return told === undefined ? [] : [{ ...told, hint: `${sourceOf(used, placeOf)}${told.hint ?? ''}` }];
  });
}

function isWithin(path: string, container: string): boolean {
  return path === container || path.startsWith(`${container}/`);
}

function sourceOf({ name }: UsedValue, placeOf: (name: string) => Place | undefined): string {
  const place = placeOf(name);
  return place === undefined ? '' : `In ${place.file}, line ${place.line} (the value \`${name}\`): `;
}

/** What is written there is `${name}`; what is wrong is the value. */
function resolvedPlaces(places: Places): Places {
  return {
    text: places.text,
    value: (path) => places.value(path),
    key: (path) => places.key(path),
    source: () => null,
    within: (path, part, nth) => places.within(path, part, nth),
    at: (offset, length) => places.at(offset, length),
    forget: () => places.forget(),
  };
}
