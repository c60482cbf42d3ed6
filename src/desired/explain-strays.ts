import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import type { StrayBinding } from '../model/environment.ts';

/** Bindings whose file is gone, told without asking the service what is live. */
export function explainStrayBindings(strays: readonly StrayBinding[]): Diagnostic[] {
  return strays.map(({ key, id, spot }) =>
    diagnosticAt(spot, {
      severity: 'warning',
      code: 'binding_without_file',
      summary: `The persona file of ${quoted(key)} is gone, and persona ${id} is bound to it; it is left as it is.`,
      hint: 'If it is gone on purpose, delete this line; plan tells which numbers the persona answers.',
      key,
    }),
  );
}
