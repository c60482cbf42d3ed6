import { type Diagnostic, diagnosticAt, type Problem } from '../model/diagnostic.ts';
import { isStringList, type JsonObject, ownValue, pointer } from '../model/json.ts';
import type { PromptFile, UsedValue } from '../model/persona.ts';
import { SourceText } from '../model/places.ts';
import { findKeysInText } from './key-shapes.ts';
import { findMergeConflicts } from './merge-conflict.ts';
import type { ParsedPersona } from './parse.ts';
import type { ResolveOptions } from './resolve.ts';
import { type BadReference, explainBadReferences, isUnread, resolveText } from './resolve-text.ts';
import { plainLineEnds, trimLineEnds, trimPromptEnd } from './text-ends.ts';
import { countBefore } from './values.ts';

export interface ResolvedPrompt {
  readonly value: string;
  readonly prompts: readonly PromptFile[];
  /** In the paths, as the persona file has them; and in the texts those whose values could not be read. */
  readonly bad: readonly BadReference[];
  readonly used: readonly UsedValue[];
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
    prompts: placePrompts(parts),
    bad: parts.flatMap((part) => part.bad),
    used: parts.flatMap((part) => part.used.map((used) => ({ path: pointer(name), name: used }))),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

/** Where each begins among the lines of all, a blank one between two. */
function placePrompts(parts: readonly Part[]): PromptFile[] {
  let line = 1;
  return parts.flatMap(({ prompt, text }) => {
    const begins = line;
    const lines = countLines(text);
    line += lines + 1;
    if (prompt === null) return [];
    return [{ ...prompt, begins, aligned: countLines(prompt.text) === lines }];
  });
}

function countLines(text: string): number {
  return trimLineEnds(plainLineEnds(text)).split('\n').length;
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
  readonly bad: readonly BadReference[];
  readonly used: readonly string[];
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
  const { values } = options;
  const named = resolveText(written, values, (reference) =>
    places.within(at, reference.written, countBefore(written, reference.written, reference.index)),
  );
  const nothing = { ...named, text: '', prompt: null };
  if (named.bad.length > 0) return { ...nothing, diagnostics: [] };
  const opened = await options.openPrompt(named.text, parsed);
  if (!opened.ok) return { ...nothing, diagnostics: [diagnosticAt(places.value(at), { ...opened.problem, key })] };
  const prompt = { path: field, file: opened.file, text: opened.text, begins: 1, aligned: true };
  const { text, used, bad, diagnostics } = readPrompt(prompt, key, options);
  return { text, prompt, bad, used: [...named.used, ...used], diagnostics };
}

/** Problems of the text are reported in the prompt file itself. */
function readPrompt(
  prompt: PromptFile,
  key: string,
  options: ResolveOptions,
): Pick<Part, 'text' | 'used' | 'bad' | 'diagnostics'> {
  const { values, keyInUse } = options;
  const unusable = (diagnostics: readonly Diagnostic[]) => ({ text: '', used: [], bad: [], diagnostics });
  const keys = findKeysInText(prompt.file, prompt.text, key, keyInUse);
  if (keys.length > 0) return unusable(keys);
  const source = new SourceText(prompt.file, prompt.text);
  const conflicts = findMergeConflicts(source, key);
  if (conflicts.length > 0) return unusable(conflicts);
  if (prompt.text.trim() === '') return unusable([diagnosticAt(source.spot(0, 1), { ...EMPTY, key })]);
  const { text, used, bad } = resolveText(prompt.text, values, ({ index, written }) =>
    source.spot(index, written.length),
  );
  const unread = bad.filter(({ reference }) => isUnread(reference, options));
  return { text, used, bad: unread, diagnostics: explainBadReferences(bad, options, key) };
}

const EMPTY: Omit<Problem, 'key'> = {
  code: 'file_empty',
  summary: 'The prompt file is empty.',
  hint: 'Write the prompt into it; to clear a prompt, write null in the persona file instead of the file.',
};
