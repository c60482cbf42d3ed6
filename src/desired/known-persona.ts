import { ownText } from '../model/own-text.ts';
import type { KnownPersona, ResolvedPersona } from '../model/persona.ts';
import type { Spot } from '../model/places.ts';

/** What is kept of a persona that is only judged: without its texts and values, which ten thousand files have much of. */
export function knownPersona({ key, id, name, idSpot, nameSpot, used, promptFiles }: ResolvedPersona): KnownPersona {
  // Two personas may turn out to share what they are known by.
  const spot = heldSpot(id === null ? nameSpot() : idSpot());
  return {
    key,
    id: id === null ? null : ownText(id),
    name: ownText(name),
    idSpot: () => spot,
    nameSpot: () => spot,
    used: used.map((one) => ({ name: ownText(one.name) })),
    promptFiles: promptFiles.map(({ file }) => ({ file })),
  };
}

function heldSpot({ file, line, column, excerpt }: Spot): Spot {
  return { file, line, column, excerpt: { ...excerpt, text: ownText(excerpt.text) } };
}
