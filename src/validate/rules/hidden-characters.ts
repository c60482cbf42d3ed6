import { type Diagnostic, diagnosticAt } from '../../model/diagnostic.ts';
import { fieldNamed } from '../../model/fields.ts';
import { type JsonValue, pointer } from '../../model/json.ts';
import type { ResolvedPersona } from '../../model/persona.ts';
import { SourceText, type Spot } from '../../model/places.ts';

/**
 * Characters that change what a reviewer sees but not what is sent, or the reverse: direction controls and zero-width
 * characters (Unicode, "Trojan Source"). Joiners are left alone where writing needs them: in emoji, and between letters
 * of scripts other than Latin, Greek and Cyrillic.
 */
const INVISIBLE = String.raw`[\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u{E0000}-\u{E007F}]`;
const JOINER = String.raw`(?:\u200C|\u200D)`;
const NEEDS_JOINER = String.raw`(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})(?:\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)`;
/** Made when a text may hold one: the engine takes some milliseconds for the sets of all letters. */
let hidden: RegExp | null = null;

/** The same characters by their UTF-16 units, of which some begin others too: most texts have none. */
const MAY_BE_HIDDEN = /[\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uDB40]/;

/** One warning a field: where the first one stands, and how many there are. */
export function findHiddenCharacters(persona: ResolvedPersona): Diagnostic[] {
  return Object.entries(persona.set).flatMap(([name, value]) => {
    if (fieldNamed(name) === undefined) return [];
    const prompts = persona.promptFiles.filter((prompt) => prompt.path === pointer(name));
    const found = prompts.length > 0 ? prompts.flatMap(findInPrompt) : findInField(persona, name, value);
    const [first] = found;
    return first === undefined ? [] : [hiddenAt(first, found.length, persona.key)];
  });
}

/** A look at the texts alone, which spares almost every field the search with places. */
function mayHide(value: JsonValue): boolean {
  if (typeof value === 'string') return MAY_BE_HIDDEN.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(mayHide);
}

interface Found {
  readonly character: string;
  readonly spot: () => Spot;
}

function findInPrompt({ file, text }: ResolvedPersona['promptFiles'][number]): Found[] {
  return matches(text).map((match) => ({
    character: match[0],
    spot: () => new SourceText(file, text).spot(match.index, match[0].length),
  }));
}

function findInField(persona: ResolvedPersona, name: string, value: JsonValue): Found[] {
  return mayHide(value) ? findInValue(persona, pointer(name), value) : [];
}

function findInValue(persona: ResolvedPersona, path: string, value: JsonValue): Found[] {
  if (typeof value === 'string') {
    return matches(value).map((match) => ({
      character: match[0],
      spot: () => persona.places.within(path, match[0], 0),
    }));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findInValue(persona, path + pointer(key), item));
}

function matches(text: string): RegExpExecArray[] {
  hidden ??= new RegExp(`${INVISIBLE}|(?<!${NEEDS_JOINER})${JOINER}`, 'gu');
  return [...text.matchAll(hidden)];
}

function hiddenAt({ character, spot }: Found, count: number, key: string): Diagnostic {
  const name = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
  const others = count === 1 ? '' : `, the first of ${count} in this field`;
  return diagnosticAt(spot(), {
    severity: 'warning',
    code: 'hidden_characters',
    summary: `A character that cannot be seen (${name}) stands here${others}.`,
    hint: 'Delete it, unless it is meant; it is sent as it is.',
    key,
  });
}
