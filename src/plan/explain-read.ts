/** The diagnostics of reads that did not find a persona to compare with: what happened, and what to do. */
import { commandFor } from '../model/command-line.ts';
import { type Diagnostic, type DiagnosticCode, quoted } from '../model/diagnostic.ts';
import type { DesiredPersona, LivePersona } from '../model/persona.ts';
import type { MissingReference } from '../model/reference.ts';
import { describeFailure, type ServiceFailure } from '../model/service.ts';
import type { SettledRead } from './namesake.ts';

export interface ReadPersona {
  readonly desired: DesiredPersona;
  readonly read: SettledRead;
  /** It was found by its name: no file says that it is this one. */
  readonly unbound?: boolean;
  /** What its file refers to and the account does not have: where there is any, the persona fails. */
  readonly missing?: readonly MissingReference[];
}

/**
 * One diagnostic for each persona that failed; one for all of them where every read failed in the same way. `options` are
 * those that advice needs, such as `--env staging`.
 */
export function explainReads(reads: readonly ReadPersona[], options: readonly string[] = []): Diagnostic[] {
  const failures = reads.flatMap(({ read }) => (read.kind === 'unreadable' ? [read.failure] : []));
  const [first] = failures;
  if (first !== undefined && failures.length > 1 && failures.every((failure) => sameFailure(failure, first))) {
    const others = reads.filter(({ read }) => read.kind !== 'unreadable');
    return [unreadableTogether(failures.length, first, options), ...others.flatMap((one) => explainRead(one, options))];
  }
  return reads.flatMap((one) => explainRead(one, options));
}

/** At least two personas with an id, and every one of them answers 404: the key is another account's. Those without an id do not count. */
export function isWrongAccount(reads: readonly ReadPersona[]): boolean {
  const bound = boundReads(reads);
  return bound.length >= 2 && bound.every(({ read }) => read.kind === 'missing');
}

/** A persona that was found by its name alone says nothing of ids. */
export function boundReads(reads: readonly ReadPersona[]): readonly ReadPersona[] {
  return reads.filter(({ desired, unbound }) => desired.id !== null && unbound !== true);
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

function explainRead({ desired, read, unbound }: ReadPersona, options: readonly string[]): Diagnostic[] {
  const { key, file, id } = desired;
  const make = (code: DiagnosticCode, what: string, hint: string): Diagnostic[] => {
    const at = desired.sources.get('/id')?.[0] ?? { file, line: null, column: null };
    return [{ ...NOWHERE, ...at, key, code, summary: `\`${key}\` failed: ${what}.`, hint }];
  };
  const again = `then: ${commandFor('plan', [key], options)}`;
  const bind = (bound: string): string => commandFor('bind', [key, bound], options);
  switch (read.kind) {
    case 'found':
      return unbound === true ? [explainUnbound(desired, read.live.id, bind(read.live.id))] : [];
    case 'new':
      return [];
    case 'namesake':
      return make('namesake', whyNamesake(desired, read), waysToBind(desired, read, { bind, options }));
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
        `Nothing was written. When the service answers: ${commandFor('plan', [key], options)}`,
      );
    default:
      return read satisfies never;
  }
}

/** Equal in all that the file manages: nothing is to be done but to write down the id. */
function explainUnbound({ key, file, name }: DesiredPersona, id: string, bind: string): Diagnostic {
  return {
    ...NOWHERE,
    severity: 'warning',
    code: 'unbound',
    file,
    key,
    summary: `\`${key}\` is not bound to a live persona, and ${id} has its name ${quoted(name)} and all that the file says.`,
    hint: `Bind it, and commit: ${bind}`,
  };
}

type Namesake = Extract<SettledRead, { readonly kind: 'namesake' }>;

function whyNamesake({ name }: DesiredPersona, { ids, renamedFrom, managedBy }: Namesake): string {
  const shown = quoted(name);
  const [first, second] = ids;
  const unbound = 'it is bound to no live persona';
  if (renamedFrom !== null)
    return `${unbound}, and looks like ${quoted(renamedFrom)}, whose file is gone and whose persona is ${first}`;
  if (managedBy?.onlyLive === true)
    return `${unbound}, and ${managedBy.file} manages ${first}, which has its name ${shown} live until that file is applied`;
  if (managedBy !== null) return `${unbound}, and ${managedBy.file}, which manages ${first}, has its name ${shown}`;
  if (second === undefined) return `${unbound}, and ${first} has its name ${shown} but is not as the file says`;
  return `${unbound}, and ${ids.length} have its name ${shown}: ${ids.join(', ')}`;
}

function waysToBind(
  { key, file }: DesiredPersona,
  { ids, renamedFrom, managedBy }: Namesake,
  { bind, options }: { readonly bind: (id: string) => string; readonly options: readonly string[] },
): string {
  const [first = 'ID'] = ids;
  if (managedBy?.onlyLive === true)
    return `Apply that file first: ${commandFor('apply', [managedBy.key], [...options, '--allow', 'identity'])}; or give this one another name`;
  if (managedBy !== null) return `Give it another name; or, if another persona is meant: ${bind('ID')}`;
  if (renamedFrom === null) return `To say which it is: ${bind(first)}; if it is another one, give it another name`;
  const old = `${file.slice(0, file.lastIndexOf(key))}${renamedFrom}${file.slice(file.lastIndexOf(key) + key.length)}`;
  return `If it was renamed: ${bind(first)}; or take the file back: git mv ${file} ${old}`;
}

/**
 * Nothing is created with the wrong key: of all that the files are bound to, something must be there. Null where it is, or
 * where nothing is bound yet, or nothing is to be created.
 */
export function explainNothingBound(
  reads: readonly ReadPersona[],
  bound: ReadonlySet<string>,
  account: readonly LivePersona[],
  { baseUrl, keyEnv }: { readonly baseUrl: string; readonly keyEnv: string },
): Diagnostic | null {
  const isCreating = reads.some(({ read }) => read.kind === 'new');
  const isThere =
    account.some(({ id }) => bound.has(id)) ||
    reads.some(({ desired, read }) => SHOWN.has(read.kind) && bound.has(desired.id ?? ''));
  if (!isCreating || bound.size === 0 || isThere) return null;
  return {
    ...NOWHERE,
    code: 'wrong_account',
    summary: `Nothing is created: ${bound.size === 1 ? 'the one persona that the files are bound to does not exist' : `none of the ${bound.size} personas that the files are bound to exists`} for this key at ${baseUrl}.`,
    hint: `${keyEnv} or BLAND_BASE_URL belongs to another account: set the one that these files are for. If it is the right one, take the ids out that are not live any more.`,
  };
}

/** What is deleted or rewritten is of this account all the same. */
const SHOWN: ReadonlySet<ReadPersona['read']['kind']> = new Set(['found', 'deleted', 'twin', 'archived']);

const NOWHERE = { severity: 'error', file: null, line: null, column: null, key: null, excerpt: null } as const;

function unreadableTogether(count: number, failure: ServiceFailure, options: readonly string[]): Diagnostic {
  return {
    ...NOWHERE,
    code: 'persona_unreadable',
    summary: `${count} personas could not be read: ${describeFailure(failure)}.`,
    hint: `Nothing was written. When the service answers: ${commandFor('plan', [], options)}`,
  };
}

function sameFailure(a: ServiceFailure, b: ServiceFailure): boolean {
  return a.kind === b.kind && a.status === b.status && a.message === b.message;
}
