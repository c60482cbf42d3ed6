/** What a run of `apply` or `undo` says of itself, whichever format it says it in. */
import type { Outcome, OutcomeStatus } from '../../src/model/outcome.ts';
import type { Run } from './stage.ts';

export interface Report {
  readonly outcomes: readonly Pick<Outcome, 'key' | 'id' | 'status'>[];
  /** With what each one changes; null where the report is a text. */
  readonly details: readonly Outcome[] | null;
  readonly stopped: string | null;
}

interface Document {
  readonly format_version?: string;
  readonly command?: string;
  readonly diagnostics?: readonly unknown[];
  readonly outcomes?: readonly Outcome[];
  /** The id under which a journal was kept. */
  readonly run?: string | null;
  readonly error?: { readonly code: string };
}

/** Null where stdout is not what it must be. */
export function reportIn(run: Run): Report | null {
  return run.argv.includes('json') ? documentReport(run) : textReport(run);
}

/** The one JSON document of a run, or null: not one, or without what every document has. */
export function documentOf(run: Run): Document | null {
  try {
    const document: Document = JSON.parse(run.stdout);
    const isWhole = document.format_version === '1' && Array.isArray(document.diagnostics);
    return isWhole && document.command === run.argv[0] ? document : null;
  } catch {
    return null;
  }
}

function documentReport(run: Run): Report | null {
  const document = documentOf(run);
  if (document === null || document.outcomes === undefined) return null;
  const { outcomes } = document;
  return { outcomes, details: outcomes, stopped: document.error?.code ?? null };
}

const LINE = /^(applied|unchanged|held|failed|unverified|unknown|not attempted) +(\S+) {2}/gm;

/** The text tells only of those that were to be changed. */
function textReport(run: Run): Report | null {
  const outcomes = [...run.stdout.matchAll(LINE)].map(([, status = '', key = '']) => {
    const known: OutcomeStatus = JSON.parse(JSON.stringify(status.replace(' ', '_')));
    return { key, id: idFor(run, key), status: known };
  });
  return { outcomes, details: null, stopped: run.stderr.includes('error: ') ? 'stopped' : null };
}

function idFor(run: Run, key: string): string {
  const name = key.split('/').at(-1) ?? key;
  return [...run.before.keys()].find((id) => id === `p-${name}` || id === `p-same-${name}`) ?? '';
}
