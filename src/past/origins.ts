/**
 * Who moved: asks git's history of the files about every field that differs. It works in a fresh clone, with no stored
 * state, and in a fixed number of git processes, five at most: one to find the repository, one log of the branch's own
 * line, one `cat-file` for all files of all commits, one more log where these named other paths, and one of all lines of
 * history where a value was not found.
 */
import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Config } from '../config/load.ts';
import { findRepository } from '../git/repository.ts';
import type { Io } from '../io.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { OriginOf, UnknownReason } from '../model/origin.ts';
import type { ComparedPersona } from '../plan/build.ts';
import { explainUnknownOrigins } from '../plan/explain-origin.ts';
import type { JudgedOrigin } from '../plan/origin.ts';
import { judgeByHistory } from './history.ts';
import { pathsToAsk, projectPaths } from './paths.ts';

export interface Origins {
  /** The same personas, each change with its origin. */
  readonly personas: readonly ComparedPersona[];
  /** What git could not tell, each reason once. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface OriginOptions {
  readonly io: Pick<Io, 'cwd' | 'env'>;
  readonly config: Pick<Config, 'file' | 'personas' | 'environment'>;
  /** How many commits are looked at. */
  readonly most: number;
}

/** git is not asked where nothing differs. */
export async function findOrigins(personas: readonly ComparedPersona[], options: OriginOptions): Promise<Origins> {
  const { io, config, most } = options;
  const differing = personas.filter(({ changes }) => changes.length > 0);
  if (differing.length === 0) return { personas, diagnostics: [] };
  const folder = await realpath(config.personas);
  const repository = await findRepository({ folder, env: io.env });
  if ('why' in repository) {
    const reason = repository.why === 'no_commits' ? 'uncommitted' : repository.why;
    const message = 'message' in repository ? repository.message : null;
    const refused = 'folder' in repository ? repository.folder : folder;
    return tellOrigins(personas, () => ({ ...UNKNOWN, reason }), { message, folder: refused });
  }
  const { top } = repository;
  const project = await projectPaths(top, io.cwd, config);
  const wanted = { environment: config.environment, personas: differing.map(({ desired }) => desired) };
  const paths = await pathsToAsk(top, io.cwd, project, wanted);
  const fileOf = ({ desired }: ComparedPersona): string =>
    relative(config.personas, resolve(io.cwd, desired.file)).split(sep).join('/');
  const question = { repository, project, paths, most, fileOf };
  const judged = await judgeByHistory(differing, { folder: top, env: io.env }, question);
  if ('kind' in judged) {
    const message = judged.kind === 'failed' ? judged.message : null;
    return tellOrigins(personas, () => ({ ...UNKNOWN, reason: 'git_failed' }), { message, folder });
  }
  const originAt: OriginAt = ({ desired }, path) => judged.get(desired.key)?.get(path) ?? UNKNOWN;
  return tellOrigins(personas, originAt, { message: null, folder });
}

const UNKNOWN: JudgedOrigin = { origin: 'unknown', behind: null, reason: 'uncommitted' };

type OriginAt = (persona: ComparedPersona, path: string) => JudgedOrigin;

function tellOrigins(
  personas: readonly ComparedPersona[],
  originAt: OriginAt,
  about: { readonly message: string | null; readonly folder: string },
): Origins {
  const unknown = new Map<UnknownReason, Set<string>>();
  const judge = (persona: ComparedPersona, path: string): OriginOf => {
    const { origin, behind, reason } = originAt(persona, path);
    if (reason !== null) unknown.set(reason, (unknown.get(reason) ?? new Set()).add(persona.desired.file));
    return { origin, behind };
  };
  const judged = personas.map((persona) => ({
    ...persona,
    changes: persona.changes.map((change) => ({ ...change, ...judge(persona, change.path) })),
  }));
  const diagnostics = [...unknown].map(([reason, files]) =>
    explainUnknownOrigins({ reason, files: [...files], ...about }),
  );
  return { personas: judged, diagnostics };
}
