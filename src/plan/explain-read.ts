/** The diagnostics of reads that did not find a persona to compare with: what happened, and what to do. */
import type { Diagnostic, DiagnosticCode, Place } from '../model/diagnostic.ts';
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

export function explainWrongAccount(count: number, baseUrl: string): Diagnostic {
  return {
    ...NOWHERE,
    code: 'wrong_account',
    summary: `none of the ${count} personas exists for this key at ${baseUrl}`,
    hint: 'BLAND_API_KEY or BLAND_BASE_URL belongs to another account: set the one these files are for',
  };
}

function explainRead({ desired, read }: ReadPersona): Diagnostic[] {
  const { key, file, id } = desired;
  const at = desired.sources.get('/id')?.[0] ?? null;
  const make = (code: DiagnosticCode, summary: string, hint: string): Diagnostic[] => [
    { ...NOWHERE, ...placed(at, file), key, code, summary, hint },
  ];
  switch (read.kind) {
    case 'found':
      return [];
    case 'missing':
      return make(
        'persona_missing',
        `the service has no persona ${id} (404)`,
        `correct "id" in ${file}, or remove the file if the persona is gone for good`,
      );
    case 'deleted':
      return make(
        'persona_deleted',
        `persona ${id} was deleted at ${read.at}`,
        `remove ${file}, or put the id of its successor in it`,
      );
    case 'twin':
      return make(
        'persona_twin',
        `persona ${id} has the tag "${read.tag}": the service keeps it as a machine-made twin and rewrites it`,
        `remove ${file}, and change the agent that it is the twin of`,
      );
    case 'other_id':
      return make(
        'persona_other_id',
        `asked for persona ${id}, the service answered with persona ${read.id}`,
        'nothing was compared; run the plan again, and ask the service’s support if it stays so',
      );
    case 'unreadable':
      return make('persona_unreadable', `could not be read: ${describeFailure(read.failure)}`, READ_AGAIN);
    default:
      return read satisfies never;
  }
}

const READ_AGAIN = 'nothing was written; run the same command again when the service answers';

const NOWHERE = { severity: 'error', file: null, line: null, column: null, key: null, excerpt: null } as const;

function placed(at: Place | null, file: string): Pick<Diagnostic, 'file' | 'line' | 'column'> {
  return at ?? { file, line: null, column: null };
}

function unreadableTogether(count: number, failure: ServiceFailure): Diagnostic {
  return {
    ...NOWHERE,
    code: 'persona_unreadable',
    summary: `${count} personas could not be read: ${describeFailure(failure)}`,
    hint: READ_AGAIN,
  };
}

function sameFailure(a: ServiceFailure, b: ServiceFailure): boolean {
  return a.kind === b.kind && a.status === b.status && a.message === b.message;
}
