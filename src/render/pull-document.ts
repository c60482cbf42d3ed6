/** The JSON document of pull. */
import type { Stop } from '../errors.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FORMAT_VERSION, type Target } from '../model/plan.ts';
import type { Pulled, PulledPersona, PullPlane } from '../model/pull.ts';
import { withoutExcerpt } from './documents.ts';

export interface PullResult {
  readonly pulled: Pulled;
  readonly target: Target;
  readonly createdAt: Date;
  readonly diagnostics: readonly Diagnostic[];
}

/** `files`: one entry a persona; `writes`: all files that are, or with `check` would be, new or edited. */
export function pullDocument(
  { pulled, target, createdAt, diagnostics }: PullResult,
  { from, check }: { readonly from: PullPlane | null; readonly check: boolean },
  stop: Stop | null,
): object {
  const number = (action: PulledPersona['action']): number =>
    pulled.personas.filter((persona) => persona.action === action).length;
  return {
    format_version: FORMAT_VERSION,
    command: 'pull',
    target,
    created_at: createdAt.toISOString(),
    from: from ?? 'draft',
    check,
    summary: {
      written: number('written'),
      edited: number('edited'),
      unchanged: number('unchanged'),
      conflict: number('conflict'),
      skipped: pulled.skipped.length,
    },
    files: pulled.personas,
    skipped: pulled.skipped,
    writes: pulled.writes.map(({ file, before }) => ({ file, action: before === null ? 'written' : 'edited' })),
    diagnostics: diagnostics.map(withoutExcerpt),
    ...(stop === null ? {} : { error: { code: stop.code, message: stop.message, hint: stop.hint } }),
  };
}
