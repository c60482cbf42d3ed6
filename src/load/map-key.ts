import { type DiagnosticCode, quoted } from '../model/diagnostic.ts';
import type { YamlNode, YamlScalar } from './yaml-tree.ts';

export type KeyResult =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly code: Extract<DiagnosticCode, 'yaml_key' | 'yaml_merge_key'>;
      readonly summary: string;
      readonly hint: string;
    };

/** The key of a mapping as text, or what is wrong with it. `text` is the whole file, for the words of the advice. */
export function keyText(key: YamlNode, text: string): KeyResult {
  if (key.kind !== 'scalar') return { ok: false, code: 'yaml_key', ...explainNonText(text.slice(key.offset, key.end)) };
  if (key.source === '<<') {
    return {
      ok: false,
      code: 'yaml_merge_key',
      summary: 'The merge key `<<` is not part of YAML 1.2.',
      hint: 'Repeat the keys here, or share a prompt file between personas.',
    };
  }
  if (typeof key.value === 'string') return { ok: true, text: key.value };
  return { ok: false, code: 'yaml_key', ...explainScalarKey(key) };
}

function explainScalarKey(key: YamlScalar): { summary: string; hint: string } {
  const written = key.source ?? '';
  if (written === '') {
    return {
      summary: 'There is nothing before the colon.',
      hint: 'Write the key before the colon, as in `role: Support`.',
    };
  }
  const kind = typeof key.value === 'number' ? 'a number' : `the value ${String(key.value)}`;
  return {
    summary: `YAML reads the key ${quoted(written)} as ${kind}; keys are text.`,
    hint: `Quote it: "${written}":`,
  };
}

/** A key that is itself a mapping in braces: `{{agent}}` without quotes. */
export function isBraces(key: YamlNode, text: string): boolean {
  return key.kind === 'map' && text[key.offset] === '{';
}

/** `role: {{agent}}` is a mapping in a mapping to YAML, and by far the most frequent way to get here. */
function explainNonText(written: string): { summary: string; hint: string } {
  if (written.startsWith('{')) {
    const hint = 'Text that begins with `{` must be quoted: "{{name}} …".';
    return { summary: 'YAML reads the braces as a mapping, not as text.', hint };
  }
  return { summary: 'A list or an alias cannot be a key; keys are text.', hint: 'Write the key as plain text.' };
}
