/** What `plan` and `drift` may say when something goes wrong while they look: what is true, or that they do not know. */
import type { DriftPersona } from '../../src/model/drift.ts';
import type { PlannedPersona } from '../../src/model/plan.ts';
import { type Content, sameContent } from './content.ts';
import type { Promised } from './faults.ts';
import { documentOf } from './report.ts';
import type { Run } from './stage.ts';

interface LookDocument {
  readonly complete?: boolean;
  readonly personas?: readonly (PlannedPersona | DriftPersona)[];
  readonly error?: { readonly code: string };
}

/** `clean`: the same command over the same live personas, undisturbed. */
export function lookIsTrue(clean: Run, run: Run): string[] {
  const [right, said] = [lookIn(clean), lookIn(run)];
  if (right === null || said === null) return ['there is no document'];
  const touched = [...run.after].filter(([id, content]) => !sameContent(content, run.before.get(id) ?? EMPTY));
  const lies = (said.personas ?? []).flatMap((persona) => {
    const true_ = right.personas?.find(({ key }) => key === persona.key);
    return isFailed(persona) || JSON.stringify(persona) === JSON.stringify(true_)
      ? []
      : [`${persona.key} is told otherwise`];
  });
  const untold = said.error === undefined && said.personas?.length !== right.personas?.length;
  return [
    ...touched.map(([id]) => `${id} was changed by looking`),
    ...lies,
    ...(untold ? ['not every persona is told'] : []),
    ...wrongLookExit(clean, run, said),
  ];
}

const EMPTY: Content = { root: {}, draft: null, production: null };

function lookIn(run: Run): LookDocument | null {
  const document: LookDocument | null = documentOf(run);
  return document;
}

function isFailed(persona: PlannedPersona | DriftPersona): boolean {
  return 'action' in persona ? persona.action === 'failed' : ['failed', 'missing', 'deleted'].includes(persona.status);
}

function wrongLookExit(clean: Run, run: Run, said: LookDocument): string[] {
  const failed = (said.personas ?? []).filter(isFailed);
  const isPartial = said.error !== undefined || said.complete === false;
  const right = isPartial ? run.exit === 1 : failed.length === 0 ? run.exit === clean.exit : MISSED.includes(run.exit);
  return right ? [] : [`exit ${run.exit} with ${failed.length} failed`];
}

/** 4, done in part; or for drift also 2, where the persona that is missing is the finding. */
const MISSED: readonly (number | undefined)[] = [2, 4];

/** What one fault at one read may do, beyond what always holds. */
export function lookPromiseKept(promised: Promised, persona: string | null, clean: Run, run: Run): string[] {
  const said = lookIn(run);
  const failed = (said?.personas ?? []).filter(isFailed).map(({ id }) => id);
  const isAlone = failed.length === 1 && failed[0] === persona;
  switch (promised) {
    case 'absorbed':
      return run.stdout === clean.stdout && run.exit === clean.exit ? [] : ['it should not have been noticed'];
    case 'persona':
      return isAlone && said?.complete !== false
        ? []
        : [`${persona} alone should have failed, not ${failed.join(', ')}`];
    case 'incomplete':
      return isAlone && said?.complete === false ? [] : [`it should be incomplete for ${persona} alone`];
    case 'stops':
      return said?.error?.code === 'unauthorized' && run.exit === 1 ? [] : ['it should have been stopped'];
    default:
      return promised satisfies never;
  }
}
