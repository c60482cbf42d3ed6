/** Where the reports go that a run was asked for. */
import path from 'node:path';
import type { Io } from '../io.ts';
import type { Format, ReportWishes } from '../model/options.ts';

/** One report and its place. */
export interface ReportPlace {
  readonly format: Format;
  /** Absolute. */
  readonly file: string;
  /** As a reader knows it: the file as typed, or the job summary. */
  readonly shown: string;
  /** Behind what stands there: the job summary is shared by all steps of a job. */
  readonly appended: boolean;
}

/** The variable that names a GitHub step's summary file. */
export const SUMMARY = 'GITHUB_STEP_SUMMARY';

export function reportPlaces({ reports, summary }: ReportWishes, { cwd, env }: Pick<Io, 'cwd' | 'env'>): ReportPlace[] {
  const named = reports.map(({ format, file }) => {
    return { format, file: path.resolve(cwd, file), shown: file, appended: false };
  });
  const place = env[SUMMARY] ?? '';
  if (!summary || place === '') return named;
  return [...named, { format: 'markdown', file: path.resolve(cwd, place), shown: 'the job summary', appended: true }];
}
