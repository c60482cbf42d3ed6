/** Which live persona a file manages in an environment: the id in the file, or the one its environment binds it to. */
import { commandFor } from '../model/command-line.ts';
import { type Diagnostic, diagnosticAt } from '../model/diagnostic.ts';
import type { Bindings, BoundId, Environment } from '../model/environment.ts';
import { LazyMap } from '../model/lazy-map.ts';
import type { ResolvedPersona } from '../model/persona.ts';

export interface Identity {
  readonly bindings: Pick<Bindings, 'ids'>;
  readonly environment: Environment | null;
  /** With more than one environment an id in a persona file would be right for one of them alone. */
  readonly several: boolean;
}

export function identifyPersona(
  persona: ResolvedPersona,
  { bindings, environment, several }: Identity,
): { readonly persona: ResolvedPersona; readonly diagnostics: readonly Diagnostic[] } {
  const bound = bindings.ids.get(persona.key);
  if (environment === null) return { persona, diagnostics: [] };
  const diagnostics = persona.id === null ? [] : refuse(persona, bound, several);
  if (bound === undefined) return { persona, diagnostics };
  const sources = new LazyMap(() => new Map([...persona.sources, ['/id', [bound.place]] as const]));
  return { persona: { ...persona, id: bound.id, idSpot: () => bound.spot, sources }, diagnostics };
}

/** With several environments the same in each of them, so that it is told once: which one the id belongs to is not known. */
function refuse(persona: ResolvedPersona, bound: BoundId | undefined, several: boolean): Diagnostic[] {
  const { key, id, places } = persona;
  const at = places.key('/id');
  if (several) {
    const summary = 'With several environments a persona file has no `id`: the live personas have different ones.';
    const bind = commandFor('bind', [key, id ?? ''], ['--env', 'NAME']);
    const hint = `Unless the file of its environment has it already: ${bind}; then delete the line here.`;
    return [diagnosticAt(at, { code: 'id_place', summary, hint, key })];
  }
  if (bound === undefined) return [];
  const summary = `The id stands here and in ${bound.place.file}, line ${bound.place.line}.`;
  return [diagnosticAt(at, { code: 'id_place', summary, hint: 'Keep one of the two, and delete the other.', key })];
}
