/** Guard findings as warnings: persona, field, figures, and the two ways to allow them. */
import { commandFor } from '../model/command-line.ts';
import type { Diagnostic, DiagnosticCode, Place } from '../model/diagnostic.ts';
import { foreignWays } from '../model/foreign.ts';
import type { GuardFinding, GuardName } from '../model/guard.ts';
import type { WritingCommandName } from '../model/journal.ts';
import { pointerSegments } from '../model/json.ts';
import type { Plan, PlannedPersona } from '../model/plan.ts';

const CODES: Readonly<Record<GuardName, DiagnosticCode>> = {
  'mass-change': 'guard_mass_change',
  shrink: 'guard_shrink',
  emptied: 'guard_emptied',
  identity: 'guard_identity',
  recording: 'guard_recording',
  foreign: 'guard_foreign',
  overwrite: 'guard_overwrite',
  protected: 'guard_protected',
};

/** How a reader gets on, in the words of the command that is told of the risk. */
export interface RiskAdvice {
  /** The command that holds what is not allowed. */
  readonly command: WritingCommandName;
  /** The command line that allows a finding, with all guards that hold the step: one alone would leave it to the others. */
  allow(risk: GuardFinding, guards: readonly GuardName[]): string;
  /** What every command needs that is advised, such as `--config FILE`. */
  readonly options: readonly string[];
}

/** In the words of a plain apply, for a document that any command may read. */
export function plainAdvice(options: readonly string[]): RiskAdvice {
  return {
    command: 'apply',
    allow: ({ key, step }, guards) => {
      const promoting = step === 'promote' ? ['--promote'] : [];
      return commandFor('apply', key === null ? [] : [key], [...promoting, ...options, '--allow', guards.join(',')]);
    },
    options,
  };
}

/** `personas`: those of the plan, for the place of the file's value. */
export function explainRisks(
  risks: readonly GuardFinding[],
  personas: readonly PlannedPersona[],
  advice: RiskAdvice,
): Diagnostic[] {
  const byKey = new Map(personas.map((persona) => [persona.key, persona]));
  return risks.map((risk) => {
    const persona = risk.key === null ? undefined : byKey.get(risk.key);
    const place = persona === undefined ? null : placeOf(persona, risk.path);
    return {
      severity: 'warning',
      code: CODES[risk.guard],
      summary: describeRisk(risk, advice.command),
      ...(place ?? { file: persona?.file ?? null, line: null, column: null }),
      key: risk.key,
      hint: [
        ...waysOut(risk, advice, holding(risk, risks)),
        'Or accept it in review: commit this line under `accepted:` in persona-sync.yaml:',
        acceptedLine(risk),
      ].join('\n'),
      excerpt: null,
    };
  });
}

/** A promote waits for its update: what holds that holds both. */
function holding({ key, guard, step }: GuardFinding, risks: readonly GuardFinding[]): GuardName[] {
  if (key === null) return [guard];
  const own = risks.filter((risk) => risk.key === key && (risk.step === 'update' || step === 'promote'));
  return [...new Set(own.map((risk) => risk.guard))];
}

function waysOut(risk: GuardFinding, advice: RiskAdvice, guards: readonly GuardName[]): string[] {
  const allow = advice.allow(risk, guards);
  if (risk.figures.kind === 'origins' && risk.key !== null)
    return [`To keep what is live: ${commandFor('pull', [risk.key], advice.options)}`, `To write over it: ${allow}`];
  return risk.figures.kind === 'fields' && risk.key !== null
    ? foreignWays({ key: risk.key, paths: risk.figures.paths, allow, options: advice.options })
    : [`If ${guards.length > 1 ? 'all that holds it' : 'it'} is meant: ${allow}`];
}

/** The plan with the warnings of this run's rules: a saved one carries those of the run that made it. */
export function withRisks(plan: Plan, risks: readonly GuardFinding[], advice: RiskAdvice): Plan {
  const others = plan.diagnostics.filter((diagnostic) => !isGuardWarning(diagnostic));
  const warnings = explainRisks(risks, plan.personas, advice).map(({ excerpt: _, ...warning }) => warning);
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

/** One sentence: what was found, and what the command does about it. */
export function describeRisk(risk: GuardFinding, command: WritingCommandName): string {
  const what = `\`${risk.key ?? ''}\`: ${describeFigures(risk)}`;
  const promotes = risk.figures.kind === 'share' && risk.figures.promoted > 0;
  if (risk.key === null)
    return `${describeFigures(risk)}; ${promotes ? 'the run is refused' : `${command} refuses the run`}.`;
  return `${what}; ${risk.step === 'promote' ? 'its promote is held' : `${command} holds this persona`}.`;
}

function describeFigures({ path, guard, figures, step }: GuardFinding): string {
  const forCallers = step === 'promote' ? ' for callers' : '';
  const field = `\`${(path ?? '').slice(1).replaceAll('/', '.')}\``;
  switch (figures.kind) {
    case 'share':
      return `${describeShare(figures)}${figures.shared.map(describeShared).join('')}`;
    case 'length':
      return figures.after === 0
        ? `${field} becomes empty${forCallers} (it has ${figures.before} characters)`
        : `${field} shrinks${forCallers} from ${figures.before} to ${figures.after} characters (by ${percent(figures.before - figures.after, figures.before)} %)`;
    case 'entries':
      return `${field} loses all entries${forCallers} (${figures.before})`;
    case 'values':
      return `${guard === 'recording' ? 'recording, a legal matter, changes' : 'the name changes'}${forCallers} from ${figures.before} to ${figures.after}`;
    case 'fields':
      return describeForeign(figures);
    case 'origins':
      return describeOrigins(figures);
    default:
      return figures satisfies never;
  }
}

function describeOrigins({
  edited,
  unknown,
  updatedAt,
}: {
  readonly edited: readonly string[];
  readonly unknown: readonly string[];
  readonly updatedAt: string | null;
}): string {
  const when = updatedAt === null ? '' : ` (live last updated ${updatedAt})`;
  const parts = [
    ...(edited.length === 0 ? [] : [`${namesOf(edited)} ${edited.length === 1 ? 'was' : 'were'} edited elsewhere`]),
    ...(unknown.length === 0 ? [] : [`who changed ${namesOf(unknown)} is not known`]),
  ];
  return `${parts.join(', and ')}${when}`;
}

function namesOf(paths: readonly string[]): string {
  return paths.map((path) => `\`${pointerSegments(path).join('.')}\``).join(', ');
}

/** Foreign: made in the dashboard since the last promote, and in no file. */
function describeForeign({
  paths,
  updatedAt,
}: {
  readonly paths: readonly string[];
  readonly updatedAt: string | null;
}): string {
  const names = namesOf(paths);
  const when = updatedAt === null ? '' : ` (draft last updated ${updatedAt})`;
  return `promote would ship what no file says: ${names}${when}`;
}

function describeShare(figures: {
  readonly personas: number;
  readonly counted: number;
  readonly files: number;
  readonly promoted: number;
}): string {
  const { personas, counted, files, promoted } = figures;
  const once = counted === personas ? '' : ` by ${counted} edits`;
  const become = promoted === 0 ? 'change' : 'change or be promoted';
  return `${personas} of ${files} personas would ${become}${once} (${percent(counted, files)} %)`;
}

function describeShared({ file, personas }: { readonly file: string; readonly personas: number }): string {
  return `; one edit of ${file} reaches ${personas} of them and counts once`;
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part * 100) / whole);
}

function placeOf(persona: PlannedPersona, path: string | null): Place | null {
  const changes = [...persona.changes, ...(persona.promote?.changes ?? [])];
  const change = changes.find((one) => one.path === path || one.path.startsWith(`${path}/`));
  return change?.sources[0] ?? null;
}
