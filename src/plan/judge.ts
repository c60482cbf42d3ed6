/** What the service's answer to one GET means for a persona. Only five answers are definite: 404, deleted, twin, archived only, another id. */
import { deletedAt, type LivePersona, twinTag } from '../model/persona.ts';
import type { Answer, ServiceFailure } from '../model/service.ts';

export type ReadResult =
  | { readonly kind: 'found'; readonly live: LivePersona }
  | { readonly kind: 'missing' }
  | { readonly kind: 'deleted'; readonly at: string }
  | { readonly kind: 'twin'; readonly tag: string }
  /** Neither a draft nor a production version: only archived ones are left. */
  | { readonly kind: 'archived' }
  | { readonly kind: 'other_id'; readonly id: string }
  | { readonly kind: 'unreadable'; readonly failure: ServiceFailure };

export function judgeAnswer(id: string, answer: Answer<LivePersona>): ReadResult {
  if (!answer.ok) {
    return answer.failure.kind === 'not_found' ? { kind: 'missing' } : { kind: 'unreadable', failure: answer.failure };
  }
  return judgePersona(id, answer.value);
}

/** Judges a persona that the service returned for `id`, from a GET or from a list page. */
export function judgePersona(id: string, live: LivePersona): ReadResult {
  if (live.id !== id) return { kind: 'other_id', id: live.id };
  const deleted = deletedAt(live);
  if (deleted !== null) return { kind: 'deleted', at: deleted };
  const tag = twinTag(live.root.tags);
  if (tag !== null) return { kind: 'twin', tag };
  return live.draft === null && live.production === null ? { kind: 'archived' } : { kind: 'found', live };
}
