/** The two hidden lines of a comment: the first finds it again, the last is for machines. */
import { FORMAT_VERSION } from '../../model/plan.ts';
import type { Sheet } from '../sheet/sheet.ts';

/** One a command and environment, so that each keeps its own comment. Only letters, digits, `.`, `_` and single `-` are in it. */
export function marker({ command, environment }: Sheet): string {
  const parts = ['persona-sync', command ?? 'run', ...(environment === null ? [] : [environment])];
  return `<!-- ${parts.map(plainName).join(':')} -->`;
}

/** Counts, digest and commit as JSON. Nothing in it can end the comment: `-`, `<`, `>` and `&` are escaped in its texts. */
export function machineBlock({ command, environment, commit, digest, counts, stop, tone }: Sheet): string {
  const facts = {
    format_version: FORMAT_VERSION,
    command,
    environment,
    commit,
    digest,
    counts,
    tone,
    stop: stop?.code ?? null,
  };
  return `<!-- persona-sync ${JSON.stringify(facts).replace(/[-<>&]/g, escaped)} -->`;
}

function plainName(text: string): string {
  return encodeURIComponent(text)
    .replace(/[^A-Za-z0-9._%-]/g, escapedByte)
    .replace(/-(?=-)|-$|^-/g, '%2D');
}

function escapedByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
