import { commandFor } from '../../model/command-line.ts';
import { type Diagnostic, type DiagnosticCode, diagnosticAt, quoted } from '../../model/diagnostic.ts';
import { type KnownPersona, plainName } from '../../model/persona.ts';
import type { Spot } from '../../model/places.ts';

/** Two files for one live persona: the same id, or the same name where neither has an id: then a look by name finds either for both. Both places are named. */
export function findDuplicates(personas: readonly KnownPersona[]): Diagnostic[] {
  const withId = personas.filter((persona) => persona.id !== null);
  const withoutId = personas.filter((persona) => persona.id === null);
  return [
    ...findRepeats(withId, '/id', 'id_duplicate', (persona) => persona.id?.toLowerCase() ?? ''),
    ...findRepeats(withoutId, '/name', 'name_duplicate', ({ name }) => plainName(name)),
  ];
}

function findRepeats(
  personas: readonly KnownPersona[],
  path: '/id' | '/name',
  code: DiagnosticCode,
  sharedBy: (persona: KnownPersona) => string,
): Diagnostic[] {
  const first = new Map<string, KnownPersona>();
  return personas.flatMap((persona) => {
    const value = sharedBy(persona);
    const known = first.get(value);
    if (known !== undefined) return [repeatAt(persona, known, path, code, value)];
    first.set(value, persona);
    return [];
  });
}

function repeatAt(
  persona: KnownPersona,
  known: KnownPersona,
  path: '/id' | '/name',
  code: DiagnosticCode,
  value: string,
): Diagnostic {
  const { file, line } = spotOf(known, path);
  const hint =
    path === '/id'
      ? 'One file manages one live persona: give one of the two its own id, or delete it.'
      : `Give one of the two another name; or say which live personas they are: ${commandFor('bind', [persona.key, 'ID'])}`;
  const summary = `The ${path.slice(1)} ${quoted(value)} stands in ${file}, line ${line}, too.`;
  return diagnosticAt(spotOf(persona, path), { code, summary, hint, key: persona.key });
}

function spotOf(persona: KnownPersona, path: '/id' | '/name'): Spot {
  return path === '/id' ? persona.idSpot() : persona.nameSpot();
}
