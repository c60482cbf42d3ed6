/** Whether what the files refer to is in the account: each distinct id is asked for once, and what is missing fails its persona. */
import { askReferences } from '../bland/ask-references.ts';
import type { Connection } from '../bland/connect.ts';
import type { Stop } from '../errors.ts';
import type { Io } from '../io.ts';
import type { Place } from '../model/diagnostic.ts';
import type { Bindings } from '../model/environment.ts';
import type { ResolvedPersona } from '../model/persona.ts';
import {
  type CheckedReference,
  type MissingReference,
  orderReferences,
  type Reference,
  type ReferenceAnswer,
  type ReferenceUse,
  referenceKey,
} from '../model/reference.ts';
import { redact } from '../model/secrets.ts';
import type { ReadPersona } from '../plan/explain-read.ts';
import { referencesIn } from '../plan/references.ts';
import { interruptedWhileReading } from '../stops.ts';

export interface ReferenceCheck {
  /** The same personas, with what is missing. */
  readonly reads: readonly ReadPersona[];
  /** Null where nobody asked. */
  readonly references: readonly CheckedReference[] | null;
}

export interface Referring {
  readonly personas: readonly ResolvedPersona[];
  readonly bindings: Bindings;
}

/** Asked last: a key of another account has shown itself before. Personas that could not be read, or have failed already, are not asked for. `onBegin`: told how many ids there are; null: nothing is to be asked. */
export async function checkReferences(
  reads: readonly ReadPersona[],
  project: Referring,
  connection: Connection,
  io: Pick<Io, 'interrupted'>,
  onBegin: ((total: number) => void) | null,
): Promise<ReferenceCheck | Stop> {
  if (onBegin === null) return { reads, references: null };
  const wanted = reads.filter(({ read }) => read.kind === 'found' || read.kind === 'new');
  const uses = new Map(wanted.map(({ desired }) => [desired.key, referencesIn(desired.set)]));
  const distinct = distinctIn(uses);
  const references = [...distinct.values()].map(({ reference }) => reference);
  if (references.length > 0) onBegin(references.length);
  const answers = await askReferences(connection.references, references, io);
  if (io.interrupted.aborted) return interruptedWhileReading();
  const checked = [...distinct].flatMap(([key, { reference, personas }]): CheckedReference[] => {
    const answer = answers.get(key);
    return answer === undefined ? [] : [{ ...reference, ...shown(answer, connection), personas: [...personas] }];
  });
  const files = new Map(project.personas.map((persona) => [persona.key, persona]));
  return {
    references: orderReferences(checked),
    reads: reads.map((one) => {
      const file = files.get(one.desired.key);
      const own = uses.get(one.desired.key) ?? [];
      const missing = file === undefined ? [] : own.flatMap((use) => missingOf(use, answers, file, project.bindings));
      return missing.length === 0 ? one : { ...one, missing };
    }),
  };
}

interface Distinct {
  readonly reference: Reference;
  /** Keys of those that refer to it. */
  readonly personas: Set<string>;
}

function distinctIn(uses: ReadonlyMap<string, readonly ReferenceUse[]>): Map<string, Distinct> {
  const distinct = new Map<string, Distinct>();
  for (const [persona, own] of uses) {
    for (const { reference } of own) {
      const key = referenceKey(reference);
      const one = distinct.get(key) ?? { reference, personas: new Set() };
      distinct.set(key, one);
      one.personas.add(persona);
    }
  }
  return distinct;
}

/** What came from the service may hold anything. */
function shown(
  { status, name, why }: ReferenceAnswer,
  { keys }: Connection,
): Pick<CheckedReference, 'status' | 'name' | 'why'> {
  const safe = (text: string | null): string | null => (text === null ? null : redact(text, keys));
  return { status, name: safe(name), why: safe(why) };
}

function missingOf(
  use: ReferenceUse,
  answers: ReadonlyMap<string, ReferenceAnswer>,
  { places, used }: ResolvedPersona,
  { values }: Bindings,
): MissingReference[] {
  const answer = answers.get(referenceKey(use.reference));
  if (answer?.status !== 'missing') return [];
  const { file, line, column } = places.value(use.path);
  const own: Place = { file, line, column };
  const value = used.find(({ path }) => path === use.path || use.path.startsWith(`${path}/`));
  const place = value === undefined ? undefined : values.get(value.name)?.place;
  return [{ ...use, place: place ?? own, usedAt: place === undefined ? null : own, instead: answer.instead }];
}
