/** Where the values of a persona come from, as text and as a document. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExplainedField, FieldSource } from '../model/explained.ts';
import type { JsonValue } from '../model/json.ts';
import { FORMAT_VERSION, type PlannedPersona } from '../model/plan.ts';
import { alignColumns, type Cell } from './columns.ts';
import { withoutExcerpt } from './documents.ts';
import { indent } from './indent.ts';
import { personaTitle } from './plan.ts';
import type { Style } from './style.ts';
import { valueText } from './value.ts';
import { visible } from './visible.ts';
import { count, fieldLabel } from './words.ts';

export interface Explained {
  readonly persona: Pick<PlannedPersona, 'key' | 'name' | 'file' | 'id'>;
  readonly environment: string | null;
  readonly fields: readonly ExplainedField[];
}

/** Longer values are told by their size, in characters: `show` prints them. */
const LONGEST_VALUE = 40;

export function explainText({ persona, environment, fields }: Explained, style: Style): string {
  const where = environment === null ? '' : ` for ${environment}`;
  const rows = fields.map((field): Cell[] => {
    const label = { text: fieldLabel(field.path), paint: style.bold };
    const without = field.path === '/id' ? 'bound to no live persona yet' : 'not managed: stays as it is live';
    if (!field.managed) return [label, { text: without, paint: style.dim }];
    return [label, { text: shortValue(field.value) }, { text: field.sources.map(sourceText).join(', ') }];
  });
  return [`${personaTitle(persona, style)}${where}`, ...indent(alignColumns(rows))].join('\n');
}

function shortValue(value: JsonValue): string {
  if (value === null) return 'cleared';
  const text = valueText(value);
  if (text.length <= LONGEST_VALUE) return text;
  if (typeof value === 'string') return count(value.length, 'character');
  return Array.isArray(value) ? count(value.length, 'item') : `${text.slice(0, LONGEST_VALUE)}…`;
}

function sourceText(source: FieldSource): string {
  const place = `${visible(source.file)}:${source.line}:${source.column}`;
  if (source.kind === 'value') return `\${${visible(source.name)}} at ${place}`;
  return source.kind === 'prompt' ? visible(source.file) : place;
}

export function explainDocument(
  { persona, environment, fields }: Explained,
  diagnostics: readonly Diagnostic[],
): object {
  const { key, file, id, name } = persona;
  return {
    format_version: FORMAT_VERSION,
    command: 'explain',
    environment,
    persona: { key, file, id, name },
    fields,
    diagnostics: diagnostics.map(withoutExcerpt),
  };
}
