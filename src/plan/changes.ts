import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import type { Change } from '../model/plan.ts';
import { compareManaged, planeOn, sourcesIn } from './compare.ts';
import { desiredManaged, liveManaged } from './managed.ts';

/** What differs between a file and a live persona, in canonical form. */
export function changesBetween(desired: Pick<DesiredPersona, 'set' | 'sources'>, live: LivePersona): Change[] {
  return compareManaged(liveManaged(live, desired.set), desiredManaged(desired.set), {
    planeOf: planeOn(live),
    sourcesOf: (path) => sourcesIn(desired.sources, path),
  });
}
