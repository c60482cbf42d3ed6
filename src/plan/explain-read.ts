/** The diagnostics of reads that did not find a persona to compare with: what happened, and what to do. */
import { commandFor } from '../model/command-line.ts';
import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts';
import type { DesiredPersona } from '../model/persona.ts';
import { describeFailure, type ServiceFailure } from '../model/service.ts';
import type { ReadResult } from './judge.ts';

export interface ReadPersona {
  readonly desired: DesiredPersona;
  readonly read: ReadResult;
}

/** One diagnostic for each persona that failed; one for all of them where every read failed in the same way. */
export function explainReads(reads: readonly ReadPersona[]): Diagnostic[] {
  const failures = reads.flatMap(({ read }) => (read.kind === 'unreadable' ? [read.failure] : []));
  const [first] = failures;
  if (first !== undefined && failures.length > 1 && failures.every((failure) => sameFailure(failure, first))) {
    const others = reads.filter(({ read }) => read.kind !== 'unreadable');
    return [unreadableTogether(failures.length, first), ...others.flatMap(explainRead)];
  }
  return reads.flatMap(explainRead);
}

/** At least two personas with an id, and every one of them answers 404: the key is another account's. */
export function isWrongAccount(reads: readonly ReadPersona[]): boolean {
  return reads.length >= 2 && reads.every(({ read }) => read.kind === 'missing');
}

export function explainWrongAccount(
  count: number,
  { baseUrl, keyEnv }: { readonly baseUrl: string; readonly keyEnv: string },
): Diagnostic {
  return {
    ...NOWHERE,
    code: 'wrong_account',
    summary: `None of the ${count} personas exists for this key at ${baseUrl}.`,
    hint: `${keyEnv} or BLAND_BASE_URL belongs to another account: set the one that these files are for.`,
  };
}

function explainRead({ desired, read }: ReadPersona): Diagnostic[] {
  const { key, file, id } = desired;
  const make = (code: DiagnosticCode, what: string, hint: string): Diagnostic[] => {
    const at = desired.sources.get('/id')?.[0] ?? { file, line: null, column: null };
    return [{ ...NOWHERE, ...at, key, code, summary: `\`${key}\` failed: ${what}.`, hint }];
  };
  const again = `then: ${commandFor('plan', [key])}`;
  switch (read.kind) {
    case 'found':
      return [];
    case 'missing':
      return make(
        'persona_missing',
        `the service has no persona \`${id}\` (404)`,
        `Correct \`id\` here, or delete the file if the persona is gone for good; ${again}`,
      );
    case 'deleted':
      return make(
        'persona_deleted',
        `persona \`${id}\` was deleted at ${read.at}`,
        `Delete the file, or put the id of the persona’s successor here; ${again}`,
      );
    case 'twin':
      return make(
        'persona_twin',
        `persona \`${id}\` has the tag \`${read.tag}\`: it is the machine-made twin of another agent, and the service rewrites it`,
        'Delete the file, and change that agent instead; then: persona-sync validate',
      );
    case 'archived':
      return make(
        'persona_archived',
        `persona \`${id}\` has neither a draft nor a production version, only archived ones`,
        `Promote one of its versions in the dashboard, or delete the file; ${again}`,
      );
    case 'other_id':
      return make(
        'persona_other_id',
        `asked for persona \`${id}\`, the service answered with persona \`${read.id}\``,
        `Nothing was compared. Ask the service’s support if it stays so; ${again}`,
      );
    case 'unreadable':
      return make(
        'persona_unreadable',
        `it could not be read: ${describeFailure(read.failure)}`,
        `Nothing was written. When the service answers: ${commandFor('plan', [key])}`,
      );
    default:
      return read satisfies never;
  }
}

const NOWHERE = { severity: 'error', file: null, line: null, column: null, key: null, excerpt: null } as const;

function unreadableTogether(count: number, failure: ServiceFailure): Diagnostic {
  return {
    ...NOWHERE,
    code: 'persona_unreadable',
    summary: `${count} personas could not be read: ${describeFailure(failure)}.`,
    hint: 'Nothing was written. When the service answers: persona-sync plan',
  };
}

function sameFailure(a: ServiceFailure, b: ServiceFailure): boolean {
  return a.kind === b.kind && a.status === b.status && a.message === b.message;
}
