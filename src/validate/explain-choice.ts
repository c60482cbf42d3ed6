import { GUARD_NAMES } from '../model/guard.ts';
import { nearestName } from '../model/nearest.ts';

/** Values that must be one of a few, or within a range. Null where the problem is neither. */
export function explainChoice(
  problem: { readonly keyword: string; readonly path: string; readonly message: string },
  label: string,
  found: string,
): { readonly summary: string; readonly hint: string } | null {
  if (problem.path.endsWith('/promote')) {
    return { summary: `${label} is neither never nor after-apply.`, hint: 'Write never, or after-apply.' };
  }
  if (problem.path.endsWith('/api_key_env')) {
    const summary = `${label} must begin with BLAND_, so that no other secret can be sent to the service.`;
    return { summary, hint: 'Name the variable so, for example BLAND_API_KEY_STAGING.' };
  }
  if (problem.keyword === 'enum') return explainGuardName(found);
  if (problem.keyword === 'minimum' || problem.keyword === 'maximum') {
    return { summary: `${label} is ${found}, but it is a share in per cent.`, hint: 'Write a number from 0 to 100.' };
  }
  if (problem.path.endsWith('/digest')) {
    const hint = 'Copy the whole line that plan prints with the warning.';
    return { summary: `${label} is not a digest: 64 digits and letters from a to f.`, hint };
  }
  return null;
}

/** The other list of names that people write is that of the guards. */
function explainGuardName(found: string): { readonly summary: string; readonly hint: string } {
  const nearest = nearestName(found, GUARD_NAMES);
  const hint = nearest === null ? `Known are ${GUARD_NAMES.join(', ')}.` : `Did you mean \`${nearest}\`?`;
  return { summary: `There is no guard \`${found}\`.`, hint };
}
