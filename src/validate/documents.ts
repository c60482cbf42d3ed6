import { quoted } from '../model/diagnostic.ts';
import { validatorOf } from './compile-documents.ts';
import { plainProblems } from './schema.ts';

/** What is wrong with a document that a program wrote, as sentences that begin with a JSON Pointer; empty when nothing is. */
export function schemaProblems(name: 'plan' | 'journal' | 'snapshot', value: unknown): readonly string[] {
  const validate = validatorOf(name);
  if (validate(value)) return [];
  return plainProblems(validate.errors ?? []).map((problem) => {
    const where = problem.path === '' ? 'the document' : problem.path;
    if (problem.keyword === 'additionalProperties') return `${where} has the unknown key ${quoted(problem.name)}`;
    if (problem.keyword === 'required') return `${where} has no ${quoted(problem.name)}`;
    return `${where} ${problem.message}`;
  });
}
