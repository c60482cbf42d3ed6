/** The diagnostics of several environments as one list: each problem once, naming the environments where it is not all of them. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Environment } from '../model/environment.ts';

export interface JudgedEnvironment {
  readonly environment: Environment | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function mergeDiagnostics(judged: readonly JudgedEnvironment[]): readonly Diagnostic[] {
  const [first, second] = judged;
  if (second === undefined) return first?.diagnostics ?? [];
  const found = new Map<string, { readonly diagnostic: Diagnostic; readonly of: Environment[] }>();
  for (const { environment, diagnostics } of judged) {
    for (const diagnostic of diagnostics) {
      const same = JSON.stringify({ ...diagnostic, excerpt: null });
      const known = found.get(same) ?? { diagnostic, of: [] };
      if (environment !== null && !known.of.includes(environment)) known.of.push(environment);
      found.set(same, known);
    }
  }
  return [...found.values()].map(({ diagnostic, of }) =>
    of.length === judged.length || of.some(({ file }) => file.file === diagnostic.file)
      ? diagnostic
      : { ...diagnostic, summary: `${withoutPeriod(diagnostic.summary)} (${environmentsText(of)}).` },
  );
}

function withoutPeriod(summary: string): string {
  return summary.replace(/\.$/, '');
}

function environmentsText(of: readonly Environment[]): string {
  const names = of.map(({ name }) => name).join(', ');
  return of.length === 1 ? `environment ${names}` : `environments ${names}`;
}
