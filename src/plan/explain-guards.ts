/** Guard findings as warnings: persona, field, figures, and the two ways to allow them. */
import { commandFor } from '../model/command-line.ts';
import type { Diagnostic, DiagnosticCode, Place } from '../model/diagnostic.ts';
import type { GuardFinding, GuardName } from '../model/guard.ts';
import type { Plan, PlannedPersona } from '../model/plan.ts';

const CODES: Readonly<Record<GuardName, DiagnosticCode>> = {
  'mass-change': 'guard_mass_change',
  shrink: 'guard_shrink',
  emptied: 'guard_emptied',
  identity: 'guard_identity',
  recording: 'guard_recording',
};

/** The command line that allows a finding. */
export type AllowCommand = (risk: GuardFinding) => string;

function allowInApply({ key, guard }: GuardFinding): string {
  return commandFor('apply', key === null ? [] : [key], ['--allow', guard]);
}

/** `personas`: those of the plan, for the place of the file's value. */
export function explainRisks(
  risks: readonly GuardFinding[],
  personas: readonly PlannedPersona[],
  allow: AllowCommand = allowInApply,
): Diagnostic[] {
  const byKey = new Map(personas.map((persona) => [persona.key, persona]));
  return risks.map((risk) => {
    const persona = risk.key === null ? undefined : byKey.get(risk.key);
    const place = persona === undefined ? null : placeOf(persona, risk.path);
    return {
      severity: 'warning',
      code: CODES[risk.guard],
      summary: describeRisk(risk),
      ...(place ?? { file: persona?.file ?? null, line: null, column: null }),
      key: risk.key,
      hint: [
        `If it is meant: ${allow(risk)}`,
        'Or accept it in review: commit this line under `accepted:` in persona-sync.yaml:',
        acceptedLine(risk),
      ].join('\n'),
      excerpt: null,
    };
  });
}

/** The plan with the warnings of this run's rules: a saved one carries those of the run that made it. */
export function withRisks(plan: Plan, risks: readonly GuardFinding[], allow: AllowCommand): Plan {
  const others = plan.diagnostics.filter((diagnostic) => !isGuardWarning(diagnostic));
  const warnings = explainRisks(risks, plan.personas, allow).map(({ excerpt: _, ...warning }) => warning);
  return { ...plan, diagnostics: [...others, ...warnings] };
}

export function isGuardWarning(diagnostic: { readonly code: string }): boolean {
  return Object.values(CODES).some((code) => code === diagnostic.code);
}

/** The one line that accepts this very change. */
export function acceptedLine({ guard, key, digest }: GuardFinding): string {
  const persona = key === null ? '' : `persona: ${JSON.stringify(key)}, `;
  return `- { guard: ${guard}, ${persona}digest: "${digest}" }`;
}

/** One sentence: what was found, and what apply does about it. */
export function describeRisk(risk: GuardFinding): string {
  const what = `\`${risk.key ?? ''}\`: ${describeFigures(risk)}`;
  return risk.key === null ? `${describeFigures(risk)}; apply refuses the run.` : `${what}; apply holds this persona.`;
}

function describeFigures({ path, guard, figures }: GuardFinding): string {
  const field = `\`${(path ?? '').slice(1).replaceAll('/', '.')}\``;
  switch (figures.kind) {
    case 'share':
      return `${describeShare(figures)}${figures.shared.map(describeShared).join('')}`;
    case 'length':
      return figures.after === 0
        ? `${field} becomes empty (it has ${figures.before} characters)`
        : `${field} shrinks from ${figures.before} to ${figures.after} characters (by ${percent(figures.before - figures.after, figures.before)} %)`;
    case 'entries':
      return `${field} loses all entries (${figures.before})`;
    case 'values':
      return `${guard === 'recording' ? 'recording, a legal matter, changes' : 'the name changes'} from ${figures.before} to ${figures.after}`;
    default:
      return figures satisfies never;
  }
}

function describeShare(figures: {
  readonly personas: number;
  readonly counted: number;
  readonly files: number;
}): string {
  const { personas, counted, files } = figures;
  const once = counted === personas ? '' : ` by ${counted} edits`;
  return `${personas} of ${files} personas would be updated${once} (${percent(counted, files)} %)`;
}

function describeShared({ file, personas }: { readonly file: string; readonly personas: number }): string {
  return `; one edit of ${file} reaches ${personas} of them and counts once`;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part * 100) / whole);
}

function placeOf(persona: PlannedPersona, path: string | null): Place | null {
  const change = persona.changes.find((one) => one.path === path || one.path.startsWith(`${path}/`));
  return change?.sources[0] ?? null;
}
