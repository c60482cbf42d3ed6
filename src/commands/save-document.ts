/** Saves a document for a later run: a plan for `apply --plan`, a snapshot for `plan --live`. */
import path from 'node:path';
import { Stop } from '../errors.ts';
import { documentText } from '../render/documents.ts';
import { writeWhole } from './write-whole.ts';

/** What is saved, for what is said of a failure. */
export interface SavedKind {
  readonly kind: 'plan' | 'snapshot';
  /** The command that saves it. */
  readonly again: string;
}

export const PLAN_DOCUMENT: SavedKind = { kind: 'plan', again: 'persona-sync plan --out FILE' };

/** Returns why it could not be saved, or null. */
export async function saveDocument(
  document: { readonly digest: string },
  file: string,
  cwd: string,
  { kind, again }: SavedKind,
): Promise<Stop | null> {
  const why = await writeWhole(path.resolve(cwd, file), documentText(document), document.digest.slice(0, 12));
  if (why === null) return null;
  return new Stop('write_file', `The ${kind} could not be saved: ${why}.`, `Name another file: ${again}`);
}
