import { quoted } from '../model/diagnostic.ts';
import { ROUTING_KEYS } from '../model/fields.ts';
import type { Words } from './explain.ts';
import { labelOf } from './label.ts';
import type { SchemaProblem } from './schema-problem.ts';

/** A required key that is not there. */
export function explainMissing({ path, name }: SchemaProblem): Words {
  const code = 'missing_key';
  if (path === '') {
    return {
      code,
      summary: `The key ${quoted(name)} is missing.`,
      hint: `Add a line \`${name}: …\`; every persona has a name.`,
    };
  }
  const hint = `Add \`${name}: …\`; a row needs all of ${ROUTING_KEYS.join(', ')}.`;
  return { code, summary: `${labelOf(path)} has no ${quoted(name)}.`, hint };
}
