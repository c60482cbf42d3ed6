/** Whether the personas that files are bound to exist for the key, asked as a plan asks, and in vain only a few times. */
import type { Connection } from '../bland/connect.ts';
import { readPersonas } from '../bland/read.ts';
import type { Io } from '../io.ts';
import type { Check } from '../model/checkup.ts';
import type { DoctorCommand } from '../model/command.ts';
import { commandFor, sharedOptions } from '../model/command-line.ts';
import { liveAccount } from '../model/persona.ts';
import type { PersonaReader } from '../model/service.ts';
import { explainReads, explainWrongAccount, isWrongAccount, type ReadPersona } from '../plan/explain-read.ts';
import { judgeAnswer } from '../plan/judge.ts';
import type { Project, SoundPersona } from '../project.ts';
import { count } from '../render/words.ts';
import { check } from './doctor-checks.ts';

/** So many are asked for one by one at most: with the key of another account, hundreds would be asked for in vain. */
const MOST_SINGLY = 10;

/** So many are told apart. */
const MOST_TOLD = 5;

export interface Looked {
  readonly reads: readonly ReadPersona[];
  /** How many were left out, to keep requests few. */
  readonly unasked: number;
  /** The account of a persona that came by, or null. */
  readonly account: string | null;
}

/** List pages where a plan asks for them, ten single GETs at most, and a list of one where no account came by. */
export async function lookAtBound(bound: readonly SoundPersona[], connection: Connection, io: Io): Promise<Looked> {
  const frugal = frugalReader(connection.reader);
  const options = { interrupted: io.interrupted, onProgress: () => {} };
  const ids = bound.map(({ id }) => id);
  const answers = await readPersonas(frugal.reader, ids, options);
  const reads = bound.flatMap((desired): ReadPersona[] => {
    const answer = frugal.unasked.has(desired.id) ? undefined : answers.get(desired.id);
    return answer === undefined ? [] : [{ desired, read: judgeAnswer(desired.id, answer) }];
  });
  const account = frugal.account() ?? (frugal.hasListed() ? null : await accountOfAny(connection, io));
  return { reads, unasked: bound.length - reads.length, account };
}

async function accountOfAny({ reader }: Connection, io: Io): Promise<string | null> {
  const page = await reader.list(1, 1, io.interrupted);
  const [live] = page.ok ? page.value.personas : [];
  return live === undefined ? null : liveAccount(live);
}

interface FrugalReader {
  readonly reader: PersonaReader;
  /** The ids that were not asked for. */
  readonly unasked: ReadonlySet<string>;
  account(): string | null;
  hasListed(): boolean;
}

/** Any persona that passes by says which account it is, also one that no file is bound to. */
function frugalReader(reader: PersonaReader): FrugalReader {
  const unasked = new Set<string>();
  let account: string | null = null;
  let singly = 0;
  let hasListed = false;
  return {
    reader: {
      ...reader,
      get: async (id, calledOff) => {
        singly += 1;
        if (singly > MOST_SINGLY) {
          unasked.add(id);
          return UNASKED;
        }
        const answer = await reader.get(id, calledOff);
        if (answer.ok) account ??= liveAccount(answer.value);
        return answer;
      },
      list: async (page, limit, calledOff) => {
        const answer = await reader.list(page, limit, calledOff);
        hasListed ||= answer.ok;
        const [live] = answer.ok ? answer.value.personas : [];
        if (live !== undefined) account ??= liveAccount(live);
        return answer;
      },
    },
    unasked,
    account: () => account,
    hasListed: () => hasListed,
  };
}

const UNASKED = { ok: false, failure: { kind: 'unsent', status: null, code: null, message: 'not asked for' } } as const;

export function checkBound(
  { reads, unasked }: Looked,
  { sound, valid }: Pick<Project, 'sound' | 'valid'>,
  connection: Connection,
  command: DoctorCommand,
): Check {
  const unbound = valid.length - sound.length;
  if (sound.length === 0) return check('personas', 'skipped', 'No valid file is bound to a live persona.');
  const options = sharedOptions(command);
  const left = unasked === 0 ? '' : `; ${unasked} more were not looked at`;
  if (isWrongAccount(reads)) {
    const { summary, hint } = explainWrongAccount(reads.length, connection);
    return check('personas', 'failed', `${summary.slice(0, -1)}${left}.`, hint);
  }
  const problems = explainReads(reads, options);
  const [first] = problems;
  const lines = problems.map(({ file, line, summary }) =>
    file === null ? summary : `${file}${line === null ? '' : `:${line}`} ${summary}`,
  );
  if (first !== undefined && problems.length === 1)
    return check('personas', 'failed', `${(lines[0] ?? '').slice(0, -1)}${left}.`, first.hint);
  if (first !== undefined) {
    const more = lines.length > MOST_TOLD ? [`and ${lines.length - MOST_TOLD} more.`] : [];
    const hint = [...lines.slice(0, MOST_TOLD), ...more, `What mends each: ${commandFor('plan', [], options)}`].join(
      '\n',
    );
    return check(
      'personas',
      'failed',
      `${lines.length} of ${count(reads.length, 'bound persona')} failed${left}.`,
      hint,
    );
  }
  const there = `${reads.length === 1 ? 'The bound persona exists' : `All ${reads.length} bound personas exist`}`;
  const found = unasked === 0 ? there : `${reads.length} of the bound personas exist`;
  const files =
    unbound === 0 ? '' : `; ${count(unbound, 'file')} bound to none ${unbound === 1 ? 'was' : 'were'} not looked up`;
  return check('personas', 'ok', `${found}${left}${files}.`);
}
