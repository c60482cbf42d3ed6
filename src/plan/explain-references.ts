/** The diagnostics of what personas refer to: what the account does not have, and what nobody could tell. */
import { commandFor, commandLine } from '../model/command-line.ts';
import { type Diagnostic, quoted } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest.ts';
import type { CheckedReference, MissingReference, Reference, ReferenceKind } from '../model/reference.ts';
import type { ReadPersona } from './explain-read.ts';

const NAMES: Readonly<Record<ReferenceKind, readonly [one: string, many: string]>> = {
  voice: ['voice', 'voices'],
  knowledge_base: ['knowledge base', 'knowledge bases'],
  tool: ['tool', 'tools'],
  pathway: ['pathway', 'pathways'],
  pathway_version: ['version of a pathway', 'versions of pathways'],
  start_node: ['start node', 'start nodes'],
};

/** What is missing, as errors at its place; what nobody could tell, as warnings. `options` are those that advice needs, such as `--env staging`. */
export function explainReferences(
  reads: readonly ReadPersona[],
  references: readonly CheckedReference[],
  options: readonly string[],
): Diagnostic[] {
  return [...explainMissing(reads, options), ...explainUnknown(references, options)];
}

function explainMissing(reads: readonly ReadPersona[], options: readonly string[]): Diagnostic[] {
  return reads.flatMap(({ desired: { key }, missing = [] }) =>
    missing.map(({ place, usedAt, instead, reference }): Diagnostic => {
      const used = usedAt === null ? '' : ` It is used at ${usedAt.file}:${usedAt.line}:${usedAt.column}.`;
      const again = commandFor('plan', [key], ['--check-references', ...options]);
      return {
        severity: 'error',
        code: 'reference_missing',
        ...place,
        key,
        summary: `\`${key}\` failed: ${whatIsMissing(reference)}.`,
        hint: `${adviceFor(reference, instead)}${used}\nWhen mended: ${again}`,
        excerpt: null,
      };
    }),
  );
}

function whatIsMissing({ kind, id, pathway, version }: MissingReference['reference']): string {
  const of = quoted(pathway ?? '');
  if (kind === 'pathway_version') return `the pathway ${of} has no version ${quoted(id)}`;
  if (kind === 'start_node') return `version ${quoted(version ?? '')} of the pathway ${of} has no node ${quoted(id)}`;
  return `the account has no ${NAMES[kind][0]} ${quoted(id)}`;
}

const MOST_NAMED = 5;

/** Versions and nodes are few, and named; of all else the nearest. */
function adviceFor({ kind, id }: Reference, instead: readonly string[]): string {
  if (instead.length > 0 && (kind === 'pathway_version' || kind === 'start_node')) {
    const more = instead.length > MOST_NAMED ? ', …' : '';
    return `It has ${instead.slice(0, MOST_NAMED).map(quoted).join(', ')}${more}.`;
  }
  const nearest = nearestName(id, instead);
  return nearest === null
    ? 'Correct it, or create it in this account; ids of other accounts are not known here.'
    : `Did you mean ${quoted(nearest)}?`;
}

/** One warning for all that could not be told for one reason. */
function explainUnknown(references: readonly CheckedReference[], options: readonly string[]): Diagnostic[] {
  const groups = new Map<string, [CheckedReference, ...CheckedReference[]]>();
  for (const one of references.filter((one) => one.status === 'unknown' && !isPartOfUnknown(one, references))) {
    const group = groups.get(JSON.stringify([one.kind, one.why]));
    if (group === undefined) groups.set(JSON.stringify([one.kind, one.why]), [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => ({
    severity: 'warning',
    code: 'reference_unchecked',
    file: null,
    line: null,
    column: null,
    key: null,
    summary: unknownText(group),
    hint: `Nothing is held for it. To ask again: ${commandLine(['plan', '--check-references', ...options])}`,
    excerpt: null,
  }));
}

/** Of an unknown pathway nothing more has to be said. */
function isPartOfUnknown({ pathway, why }: CheckedReference, references: readonly CheckedReference[]): boolean {
  return references.some((one) => one.kind === 'pathway' && one.id === pathway && one.why !== null && one.why === why);
}

function unknownText(group: readonly [CheckedReference, ...CheckedReference[]]): string {
  const [{ kind, why }] = group;
  const [one, many] = NAMES[kind];
  const what = group.length === 1 ? `this ${one} exists` : `these ${group.length} ${many} exist`;
  const ids = group.slice(0, MOST_NAMED).map(({ id }) => quoted(id));
  const more = group.length > MOST_NAMED ? ', …' : '';
  return `The service could not tell whether ${what}: ${ids.join(', ')}${more} (${why ?? 'no reason is known'}).`;
}
