/** Which environment a run is for. */
import { Stop } from '../errors.ts';
import { quoted } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';
import { nearestName } from '../model/nearest.ts';

/** `wanted` is what `--env` names. Null where the config has no environments; one alone is chosen by itself. */
export function chooseEnvironment(
  environments: readonly Environment[],
  wanted: string | null,
  file: string | null,
): Environment | null | Stop {
  const [first] = environments;
  if (wanted !== null) return environments.find(({ name }) => name === wanted) ?? refuseUnknown(environments, wanted);
  if (first === undefined) return null;
  return environments.length === 1 ? first : refuseUnchosen(environments, file);
}

function refuseUnknown(environments: readonly Environment[], wanted: string): Stop {
  const names = environments.map(({ name }) => name);
  const nearest = nearestName(wanted, names);
  const known = `Known are: ${names.join(', ')}.`;
  const none = 'Name it under `environments` in persona-sync.yaml, or leave --env out.';
  const hint = nearest !== null ? `Did you mean --env ${nearest}?` : names.length === 0 ? none : known;
  return new Stop('environment', `There is no environment ${quoted(wanted)}.`, hint);
}

function refuseUnchosen(environments: readonly Environment[], file: string | null): Stop {
  const names = environments.map(({ name }) => name);
  return new Stop(
    'environment',
    `${quoted(file ?? 'persona-sync.yaml')} has ${names.length} environments, and none is chosen: ${names.join(', ')}.`,
    `Choose one: --env ${names[0]}`,
  );
}
