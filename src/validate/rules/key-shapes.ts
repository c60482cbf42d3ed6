import { type Diagnostic, diagnosticAt, type Problem } from '../../model/diagnostic.ts';
import type { ResolvedPersona } from '../../model/persona.ts';
import { SourceText, type Spot } from '../../model/places.ts';
import { keyShapes, maskKeys } from '../../model/secrets.ts';

/** API keys in a persona file, comments included, or in its prompt files: whatever is there is sent and stored in git. */
export function findKeyShapes(persona: ResolvedPersona, keyInUse: string | null): Diagnostic[] {
  const { places, promptFiles, key } = persona;
  const inFile = keyShapes(places.text, keyInUse).map(({ index, length }) => places.at(index, length));
  const inPrompts = promptFiles.flatMap(({ file, text }) => {
    const source = new SourceText(file, text);
    return keyShapes(text, keyInUse).map(({ index, length }) => source.spot(index, length));
  });
  return [...inFile, ...inPrompts].map((spot) => diagnosticAt(masked(spot, keyInUse), { ...KEY_SHAPE, key }));
}

const KEY_SHAPE: Omit<Problem, 'key'> = {
  code: 'key_shape',
  summary: 'This looks like an API key.',
  hint: 'Remove it here; if it has ever been committed, make a new key in the dashboard and delete the old one.',
};

/** An excerpt never shows a key by its shape; the very key in use may have another. */
function masked(spot: Spot, keyInUse: string | null): Spot {
  const { text } = spot.excerpt;
  return { ...spot, excerpt: { ...spot.excerpt, text: maskKeys(text, keyInUse) } };
}
