import { dirname } from 'node:path';
import { type Diagnostic, diagnosticAt, type Problem } from '../model/diagnostic.ts';
import { isStringList, type JsonObject, ownValue, pointer } from '../model/json.ts';
import type { PromptFile } from '../model/persona.ts';
import { SourceText } from '../model/places.ts';
import { findKeysInText } from './key-shapes.ts';
import { findMergeConflicts } from './merge-conflict.ts';
import type { ParsedPersona } from './parse.ts';
import { openPrompt } from './prompt-path.ts';
import type { ResolveOptions } from './resolve.ts';
import { explainUnknownValues, resolveText, type UnknownValue } from './resolve-text.ts';
import { trimLineEnds, trimPromptEnd } from './text-ends.ts';
import { countBefore } from './values.ts';

export interface ResolvedPrompt {
  readonly value: string;
  readonly prompts: readonly PromptFile[];
  /** In the paths, as the persona file has them. */
  readonly unknown: readonly UnknownValue[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `{file: path}` or `{files: [path, …]}` of a prompt field: the files' texts, joined by a blank line. */
export async function resolvePrompt(
  name: string,
  value: JsonObject,
  parsed: ParsedPersona,
  options: ResolveOptions,
): Promise<ResolvedPrompt> {
  const parts: Part[] = [];
  for (const { path, at } of pathsOf(name, value))
    parts.push(await resolvePart(path, at, pointer(name), parsed, options));
  return {
    value: trimPromptEnd(parts.map((part) => trimLineEnds(part.text)).join('\n\n')),
    prompts: parts.flatMap((part) => part.prompt ?? []),
    unknown: parts.flatMap((part) => part.unknown),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

/** The paths as written, and the JSON Pointer of each. */
function pathsOf(name: string, value: JsonObject): { readonly path: string; readonly at: string }[] {
  const file = ownValue(value, 'file');
  if (typeof file === 'string') return [{ path: file, at: pointer(name, 'file') }];
  const files = ownValue(value, 'files');
  return isStringList(files) ? files.map((path, index) => ({ path, at: pointer(name, 'files', index) })) : [];
}

interface Part {
  readonly text: string;
  readonly prompt: PromptFile | null;
  readonly unknown: readonly UnknownValue[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `at` points to the path in the persona file, where problems of the path itself are reported. */
async function resolvePart(
  written: string,
  at: string,
  field: string,
  parsed: ParsedPersona,
  options: ResolveOptions,
): Promise<Part> {
  const { key, places } = parsed;
  const named = resolveText(written, (reference) =>
    places.within(at, reference.written, countBefore(written, reference.written, reference.index)),
  );
  const nothing = { text: '', prompt: null, unknown: named.unknown };
  if (named.unknown.length > 0) return { ...nothing, diagnostics: [] };
  const opened = await openPrompt(named.text, dirname(parsed.path), options);
  if (!opened.ok) return { ...nothing, diagnostics: [diagnosticAt(places.value(at), { ...opened.problem, key })] };
  const prompt = { path: field, file: opened.file, text: opened.text };
  const { text, diagnostics } = readPrompt(prompt, key, options.keyInUse);
  return { text, prompt, unknown: [], diagnostics };
}

/** Problems of the text are reported in the prompt file itself. */
function readPrompt(
  prompt: PromptFile,
  key: string,
  keyInUse: string | null,
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const keys = findKeysInText(prompt.file, prompt.text, key, keyInUse);
  if (keys.length > 0) return { text: '', diagnostics: keys };
  const source = new SourceText(prompt.file, prompt.text);
  const conflicts = findMergeConflicts(source, key);
  if (conflicts.length > 0) return { text: '', diagnostics: conflicts };
  if (prompt.text.trim() === '') return { text: '', diagnostics: [diagnosticAt(source.spot(0, 1), { ...EMPTY, key })] };
  const { text, unknown } = resolveText(prompt.text, ({ index, written }) => source.spot(index, written.length));
  return { text, diagnostics: explainUnknownValues(unknown, key) };
}

const EMPTY: Omit<Problem, 'key'> = {
  code: 'file_empty',
  summary: 'The prompt file is empty.',
  hint: 'Write the prompt into it; to clear a prompt, write null in the persona file instead of the file.',
};
