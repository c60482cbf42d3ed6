/** The one persona that a command is about. */
import { Stop } from '../errors.ts';
import { commandFor } from '../model/command-line.ts';
import { describeFailure } from '../model/service.ts';
import { standingOf } from '../plan/standing.ts';
import { personaLines } from '../render/status.ts';
import { count } from '../render/words.ts';
import type { Sight, Surroundings } from './look-around.ts';

/** More personas than this are only counted. */
const MOST_LISTED = 20;

/** Where several match, they are listed, each with the command for it. `options`: those of every command. */
export function chooseOne(
  { sights, unbound }: Pick<Surroundings, 'sights' | 'unbound'>,
  options: readonly string[],
  command: (selector: string) => string,
): Sight | Stop {
  const [one] = sights;
  if (one === undefined) return nobodyLive(unbound, options);
  if (sights.length > 1) {
    const told = personaLines(sights.slice(0, MOST_LISTED).map(standingOf), command);
    const more = sights.length > MOST_LISTED ? [`and ${sights.length - MOST_LISTED} more`] : [];
    const hint = ['Name one of them:', ...told, ...more].join('\n');
    return new Stop('several_match', `${sights.length} personas match.`, hint);
  }
  return one;
}

function nobodyLive([key, ...others]: readonly string[], options: readonly string[]): Stop {
  if (key === undefined)
    return new Stop(
      'no_match',
      'No persona matches.',
      `To see those that there are: ${commandFor('status', [], options)}`,
    );
  const hint = [
    `What its file says: ${commandFor('explain', [key], options)}`,
    `What apply would do with it: ${commandFor('plan', [key], options)}`,
  ];
  const what = others.length === 0 ? `${key} is` : `${key} and ${count(others.length, 'other persona')} are`;
  return new Stop('no_match', `${what} bound to no live persona.`, hint.join('\n'));
}

/** Why its live side cannot be looked at, or null. */
export function whyUnread({ key, desired, id, read }: Sight): Stop | null {
  const what = key === null ? `Persona ${id}` : `${key}${desired === null ? '' : ` (${desired.file})`}`;
  switch (read.kind) {
    case 'found':
    case 'twin':
      return null;
    case 'missing':
      return new Stop(
        'no_match',
        `${what}: the service has no persona ${id} (404).`,
        'Correct the id in the file; or the key is for another account.',
      );
    case 'deleted':
      return new Stop('no_match', `${what} was deleted at ${read.at}.`, 'Callers hear it no more.');
    case 'archived':
      return new Stop(
        'no_version',
        `${what} has neither a draft nor a production version.`,
        'Only archived versions are left: callers hear nothing of it.',
      );
    case 'other_id':
      return new Stop(
        'incomplete',
        `${what}: the service answered with persona ${read.id}.`,
        'Ask the service’s support if it stays so.',
      );
    case 'unreadable':
      return new Stop(
        'incomplete',
        `${what} could not be read: ${describeFailure(read.failure)}.`,
        'Run the same command again when the service answers.',
      );
    default:
      return read satisfies never;
  }
}
