/** The golden cases once more, with every step asked for JSON: what each situation looks like to a machine. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../src/model/json.ts';
import { type Case, type CaseStep, readCase, runCase } from './case.ts';

const CASES = fileURLToPath(new URL('../cases', import.meta.url));

/** A JSON document, and where it comes from. */
export interface Documented {
  readonly from: string;
  readonly document: JsonObject;
}

/** What the golden cases expect on stdout. */
export async function expectedDocuments(): Promise<Documented[]> {
  const cases = await allCases();
  return cases.flatMap(({ name, situation: { expected } }) =>
    [...expected]
      .filter(([file]) => file.endsWith('stdout.json'))
      .map(([file, text]) => ({ from: `${name}/${file}`, document: withDigest(JSON.parse(text)) })),
  );
}

/** What their steps print when all of them are asked for JSON, and whoever was asked had approved beforehand. */
export async function documentsOfCases(): Promise<Documented[]> {
  const documents: Documented[] = [];
  for (const { name, situation } of await allCases()) {
    const steps = situation.steps.map(asJson);
    const { texts } = await runCase(path.join(CASES, name), { ...situation, steps });
    for (const [file, text] of texts) {
      if (!file.endsWith('stdout.json')) continue;
      documents.push({ from: `${name}/${file}`, document: withDigest(JSON.parse(text)) });
    }
  }
  return documents;
}

async function allCases(): Promise<readonly { readonly name: string; readonly situation: Case }[]> {
  const names = readdirSync(CASES).sort();
  return Promise.all(names.map(async (name) => ({ name, situation: await readCase(path.join(CASES, name)) })));
}

function asJson({ argv, answers, ...step }: CaseStep): CaseStep {
  const others = argv.filter((word, at) => !word.startsWith('--format') && argv[at - 1] !== '--format');
  const approved = answers?.[0]?.startsWith('y') ? ['--auto-approve'] : [];
  return { ...step, argv: [...others, ...approved, '--format', 'json'] };
}

/** The cases leave out the digest of the whole, which covers a port that differs from run to run. */
function withDigest(document: JsonObject): JsonObject {
  return document.digest === undefined ? document : { ...document, digest: '0'.repeat(64) };
}
