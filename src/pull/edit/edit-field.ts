/**
 * One field of a persona file for another value, in its text: all else stays byte for byte. What comes out is read again
 * and must say what was meant, and of all other fields what they said; else the field is refused.
 */
import type { Range, YamlMap, YamlNode, YamlPair } from '../../load/yaml-tree.ts';
import { fieldNamed } from '../../model/fields.ts';
import { type JsonValue, ownValue } from '../../model/json.ts';
import { canonicalField } from '../../plan/canonical.ts';
import { escapeDeep } from '../escape.ts';
import { flowValue } from '../flow.ts';
import type { Draft, Edit, Refused, Site } from './draft.ts';
import { insertPairs } from './pairs.ts';
import { comparisonIn, sameExactly } from './same.ts';
import { columnOf, endOfColon, isFlow, readSource, type Source } from './source.ts';
import { editValue } from './value.ts';

export type FieldEdit =
  | { readonly ok: true; readonly text: string }
  | Refused
  /** It would not be read back as it was meant. */
  | { readonly ok: false; readonly reason: 'unwritable'; readonly at: Range | null; readonly other: null };

export interface FieldChange {
  readonly name: string;
  /** As the file resolves it now; absent where the file does not name it. */
  readonly resolved: JsonValue | undefined;
  /** As the file is to say it, without `$${`. */
  readonly wanted: JsonValue;
}

/** `text` is a valid persona file without a byte order mark. `order`: the names of fields in schema order. */
export function editField(text: string, change: FieldChange, order: readonly string[]): FieldEdit {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  const source = readSource(whole);
  if (source?.root.kind !== 'map') return unwritable(null);
  const { root } = source;
  const pair = root.pairs.find(({ key }) => key.kind === 'scalar' && key.value === change.name);
  for (const careful of [false, true]) {
    const draft =
      pair === undefined ? insertField(change, source, root, order) : editPair(change, source, pair, careful);
    if (!draft.ok) return draft;
    const edited = applyEdits(whole, draft.edits);
    if (edited !== null && saysAsMeant(edited, source, change.name, draft.raw)) {
      return { ok: true, text: text.endsWith('\n') ? edited : edited.replace(/\r?\n$/, '') };
    }
  }
  return unwritable(pair?.key ?? null);
}

function unwritable(at: Range | null): FieldEdit {
  return { ok: false, reason: 'unwritable', at, other: null };
}

/** Where nothing stands behind the key, as may be in the file of an environment, the value is written there. */
function editPair(change: FieldChange, source: Source, { key, value }: YamlPair, careful: boolean): Draft {
  if (value !== null && value.offset < value.end) return editValue(siteOf(change, source, { key, value }, careful));
  const behind = endOfColon(key, source.text);
  const raw = escapeDeep(change.wanted);
  return { ok: true, edits: [{ offset: behind, end: behind, text: ` ${flowValue(raw)}` }], raw };
}

function siteOf(
  { name, resolved, wanted }: FieldChange,
  source: Source,
  { key, value }: { readonly key: YamlNode; readonly value: YamlNode },
  careful: boolean,
): Site {
  const kind = fieldNamed(name)?.kind;
  const compare = comparisonIn(name, wanted);
  return {
    source,
    node: value,
    raw: ownValue(source.value, name) ?? null,
    resolved: resolved ?? null,
    wanted,
    indent: columnOf(source.text, key.offset),
    behind: endOfColon(key, source.text),
    flow: isFlow(source.root, source.text),
    prose: kind === 'prose',
    unordered: kind === 'set' && compare !== sameExactly,
    careful,
    same: compare,
  };
}

/** Behind the nearest field that stands before it in the schema, else at the end. */
function insertField({ name, wanted }: FieldChange, source: Source, root: YamlMap, order: readonly string[]): Draft {
  const before = ['id', ...order.slice(0, order.indexOf(name))];
  const after = before.findLast((other) => Object.hasOwn(source.value, other)) ?? null;
  const raw = escapeDeep(wanted);
  const isProse = (field: string): boolean => fieldNamed(field)?.kind === 'prose';
  return { ok: true, edits: insertPairs({ node: root, source }, [[name, raw]], after, isProse), raw };
}

/** The text with all stretches replaced, or null where two of them overlap. */
function applyEdits(text: string, edits: readonly Edit[]): string | null {
  const sorted = edits.toSorted((a, b) => a.offset - b.offset || a.end - b.end);
  let edited = '';
  let from = 0;
  for (const edit of sorted) {
    if (edit.offset < from) return null;
    edited += text.slice(from, edit.offset) + edit.text;
    from = edit.end;
  }
  return edited + text.slice(from);
}

function saysAsMeant(edited: string, before: Source, name: string, raw: JsonValue): boolean {
  const after = readSource(edited);
  if (after === null) return false;
  const names = new Set([...Object.keys(before.value), ...Object.keys(after.value), name]);
  return [...names].every((other) => {
    const said = ownValue(after.value, other);
    if (said === undefined) return false;
    return other === name
      ? sameExactly(canonicalField(name, said), canonicalField(name, raw))
      : sameExactly(said, ownValue(before.value, other) ?? null);
  });
}
