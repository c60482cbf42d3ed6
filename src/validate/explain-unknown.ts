import { quoted } from '../model/diagnostic.ts';
import { CALL_SETTINGS, whyReservedName, whyUnsettable } from '../model/fields.ts';
import { nearestName } from '../model/nearest.ts';
import type { Explained, Words } from './explain.ts';
import { labelOf } from './label.ts';
import type { SchemaProblem } from './schema-problem.ts';

/** A key that the schema does not know, with the nearest one that it does. */
export function explainUnknown(problem: SchemaProblem, document: Explained['document']): Words {
  const where = problem.path === '' ? '' : ` in ${labelOf(problem.path).replace(/^Item/, 'item')}`;
  const summary = `The key ${quoted(problem.name)} is not known${where}.`;
  return { code: 'unknown_key', summary, hint: hintFor(problem, document) };
}

function hintFor({ path, name, properties }: SchemaProblem, document: Explained['document']): string {
  const nearest = nearestName(name, properties);
  if (nearest !== null) return `Did you mean ${quoted(nearest)}?${newerHint(name, nearest, path, document)}`;
  const keys = `The keys are: ${properties.join(', ')}.`;
  if (document !== 'persona') return `${keys} Remove this one.`;
  if (path === '') return rootHint(name);
  if (path !== '/call_config' || whyReservedName(name) !== null) return `${keys} Remove this one.`;
  return `${elsewhere(`call_config.${name}`)} ${keys}`;
}

/** `background_track` may be a slip for `background`, or a field of its own. */
function newerHint(name: string, nearest: string, path: string, document: Explained['document']): string {
  const isAllowable = document === 'persona' && (path === '' || path === '/call_config');
  if (!isAllowable || !name.startsWith(`${nearest}_`)) return '';
  const field = path === '' ? name : `call_config.${name}`;
  return ` Or, when the API has this field, write allow_fields: [${field}] in persona-sync.yaml.`;
}

function rootHint(name: string): string {
  const setting = nearestName(
    name,
    CALL_SETTINGS.map((known) => known.name),
  );
  if (setting !== null) return `It belongs under \`call_config:\`, indented by two spaces: \`${setting}: …\`.`;
  if (name === 'prompt') return 'Write `personality_prompt` or `orchestration_prompt`.';
  const why = whyUnsettable(name);
  return why === null ? elsewhere(name) : `Remove the line: ${why}.`;
}

function elsewhere(name: string): string {
  if (!/^[\w.-]{1,60}$/.test(name)) return 'Remove it.';
  return `Remove it; or, when the API has this field, write allow_fields: [${name}] in persona-sync.yaml.`;
}
