/** The history of the differing personas, and what it says of each field. */
import { type LoggedCommit, readLog } from '../git/log.ts';
import { openObjects } from '../git/objects.ts';
import type { Repository } from '../git/repository.ts';
import type { GitFailure, GitPlace } from '../git/run.ts';
import type { PastVersion } from '../model/origin.ts';
import { liveUpdatedAt } from '../model/persona.ts';
import type { ComparedPersona } from '../plan/build.ts';
import { type JudgedOrigin, judgeOrigin } from '../plan/origin.ts';
import { Layouts, type ProjectPaths } from './layout.ts';
import { withNeighbours } from './paths.ts';
import { PastPersonas } from './personas.ts';
import { PastTexts } from './texts.ts';

export interface HistoryQuestion {
  readonly repository: Repository;
  readonly project: ProjectPaths;
  /** What the log is asked for. */
  readonly paths: readonly string[];
  /** How many commits are looked at. */
  readonly most: number;
  /** The persona's file below the personas folder. */
  fileOf(persona: ComparedPersona): string;
}

/** By persona key and path of the change. */
export type JudgedOrigins = ReadonlyMap<string, ReadonlyMap<string, JudgedOrigin>>;

/** Or what git said where it failed. `place.folder` is the repository's top. */
export async function judgeByHistory(
  differing: readonly ComparedPersona[],
  place: GitPlace,
  question: HistoryQuestion,
): Promise<JudgedOrigins | GitFailure> {
  const objects = openObjects(place);
  try {
    const texts = new PastTexts(objects);
    const past = new PastPersonas(texts, new Layouts(texts, question.project));
    return await judgeInSteps(differing, past, place, question);
  } finally {
    await objects.close();
  }
}

/** The branch's own line; again where it led to paths that were not asked for; and all lines where it does not explain all. */
async function judgeInSteps(
  differing: readonly ComparedPersona[],
  past: PastPersonas,
  place: GitPlace,
  { paths, most, repository, fileOf }: HistoryQuestion,
): Promise<JudgedOrigins | GitFailure> {
  const first = await readLog(place, { paths, most, lines: 'line' });
  if ('failure' in first) return first.failure;
  const judgeLine = (line: readonly LoggedCommit[], others: readonly LoggedCommit[]): Promise<JudgedOrigins> =>
    judgeAll(differing, { past, fileOf, line, others, shallow: repository.shallow && line.length < most });
  const judged = await judgeLine(first, []);
  const wider = await widerPaths(paths, past);
  const line = wider.length === paths.length ? first : await readLog(place, { paths: wider, most, lines: 'line' });
  if ('failure' in line) return line.failure;
  const again = line === first ? judged : await judgeLine(line, []);
  if (isExplained(again)) return again;
  const all = await readLog(place, { paths: wider, most, lines: 'all' });
  if ('failure' in all) return all.failure;
  const known = new Set(line.map(({ sha }) => sha));
  const others = all.filter(({ sha }) => !known.has(sha));
  return others.length === 0 ? again : judgeLine(line, others);
}

/** With what older versions named: prompt files, personas folders, environment files. */
async function widerPaths(paths: readonly string[], past: PastPersonas): Promise<readonly string[]> {
  const prompts = past.promptFiles.flatMap((file) => withNeighbours(file) ?? []);
  return [...new Set([...paths, ...prompts, ...(await past.layoutPaths())])];
}

interface Evidence extends Pick<HistoryQuestion, 'fileOf'> {
  readonly past: PastPersonas;
  readonly shallow: boolean;
  readonly line: readonly LoggedCommit[];
  /** Commits that only a merge brought to the line. */
  readonly others: readonly LoggedCommit[];
}

async function judgeAll(differing: readonly ComparedPersona[], evidence: Evidence): Promise<JudgedOrigins> {
  const judged = new Map<string, ReadonlyMap<string, JudgedOrigin>>();
  for (const persona of differing) {
    const { desired, read, changes } = persona;
    const updatedAt = read.kind === 'found' ? liveUpdatedAt(read.live) : null;
    const past = { versions: await versionsOf(persona, evidence), shallow: evidence.shallow };
    judged.set(desired.key, new Map(changes.map((change) => [change.path, judgeOrigin(change, updatedAt, past)])));
  }
  return judged;
}

/** None where no commit has the persona; a commit without it manages none of its fields. */
async function versionsOf(persona: ComparedPersona, { past, line, others, fileOf }: Evidence): Promise<PastVersion[]> {
  const wanted = { id: persona.desired.id ?? '', below: fileOf(persona) };
  const versions: PastVersion[] = [];
  let isThere = false;
  for (const [commits, onLine] of [
    [line, true],
    [others, false],
  ] as const) {
    for (const commit of commits) {
      const fields = await past.at(commit, wanted);
      isThere ||= fields !== null;
      versions.push({ commit, onLine, ...(fields ?? NOTHING) });
    }
  }
  return isThere ? versions : [];
}

const NOTHING = { set: {}, unavailable: [], unresolved: [] };

/** Whether no more history could explain more. */
function isExplained(judged: JudgedOrigins): boolean {
  return [...judged.values()].every((fields) => [...fields.values()].every(({ origin }) => origin === 'behind'));
}
