/** Why a persona is not promoted although it was asked for: as errors, with the way out. */
import { commandFor } from '../model/command-line.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { pointerSegments } from '../model/json.ts';
import type { PlannedPersona } from '../model/plan.ts';
import { changesBetween } from './changes.ts';
import type { ReadPersona } from './explain-read.ts';

/** `personas` are planned from `reads`, in the same order. `options`: what every advised command needs. */
export function explainPromotes(
  reads: readonly ReadPersona[],
  personas: readonly PlannedPersona[],
  options: readonly string[],
): Diagnostic[] {
  return personas.flatMap((persona, at) =>
    persona.promote?.action === 'failed' ? [explain(persona, reads[at], options)] : [],
  );
}

function explain(
  { key, file, promote }: PlannedPersona,
  read: ReadPersona | undefined,
  options: readonly string[],
): Diagnostic {
  const about = { severity: 'error', file, line: null, column: null, key, excerpt: null } as const;
  if (promote?.reason === 'no_draft') {
    const summary = `\`${key}\` is not promoted: it has no draft version, so there is nothing to promote.`;
    const hint = `Callers hear its production version. To compare that with the file: ${commandFor('plan', [key], options)}`;
    return { ...about, code: 'promote_no_draft', summary, hint };
  }
  const summary = `\`${key}\` is not promoted: it is not as the file says (${differing(read)}).`;
  const both = [`To look: ${commandFor('plan', [key], ['--promote', ...options])}`];
  const hint = [
    ...both,
    `To write the file and promote: ${commandFor('apply', [key], ['--promote', ...options])}`,
  ].join('\n');
  return { ...about, code: 'promote_draft_differs', summary, hint };
}

function differing(read: ReadPersona | undefined): string {
  if (read?.read.kind !== 'found') return '';
  return changesBetween(read.desired, read.read.live)
    .map(({ path }) => pointerSegments(path).join('.'))
    .join(', ');
}
