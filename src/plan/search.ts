/** Where a sentence stands on the three planes of a persona: in its files, its draft, and what callers hear. */
import type { ShownPlane } from '../model/command.ts';
import type { Place } from '../model/diagnostic.ts';
import { isBookkeeping, isVersionBookkeeping } from '../model/fields.ts';
import type { Hit, HitPlane, TextHit } from '../model/hit.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectFrom, pointer } from '../model/json.ts';
import { type LivePersona, liveName, type ResolvedPersona } from '../model/persona.ts';
import { findSentence, searchable } from './find-text.ts';

export interface Searched {
  readonly key: string | null;
  readonly desired: ResolvedPersona | null;
  readonly id: string;
  readonly live: LivePersona | null;
}

export interface SearchOptions {
  readonly pattern: RegExp;
  readonly planes: readonly ShownPlane[];
  /** Paths (JSON Pointers) begin with this; null: every field. */
  readonly field: string | null;
}

/** What callers hear first, the files last. */
export function searchPersona(searched: Searched, { pattern, planes, field }: SearchOptions): Hit[] {
  const { key, desired, id, live } = searched;
  const about = { key, id, name: live === null ? (desired?.name ?? '') : liveName(live) };
  const isLive = planes.includes('production') || planes.includes('draft');
  const wanted = ([path]: readonly [string, string]): boolean =>
    field === null || path === field || path.startsWith(`${field}/`);
  const on = (plane: HitPlane, fields: JsonObject): Hit[] =>
    textsIn(fields)
      .filter(wanted)
      .flatMap(([path, text]) =>
        findSentence(text, pattern).map((hit) => ({ ...about, plane, path, place: null, ...hit })),
      );
  return [
    ...(planes.includes('production') && live?.production != null
      ? on('production', versionFields(live.production))
      : []),
    ...(planes.includes('draft') && live?.draft != null ? on('draft', versionFields(live.draft)) : []),
    ...(isLive && live !== null ? on('immediate', rootFields(live.root)) : []),
    ...(planes.includes('files') && desired !== null
      ? inFiles(desired, pattern, wanted).map((hit) => ({ ...about, ...hit }))
      : []),
  ];
}

/** Undocumented fields too: a greeting for voicemail is heard like any other. */
function versionFields(version: JsonObject): JsonObject {
  return objectFrom(Object.entries(version).filter(([name]) => !isVersionBookkeeping(name)));
}

function rootFields(root: JsonObject): JsonObject {
  return objectFrom(Object.entries(root).filter(([name]) => !isBookkeeping(name) && !name.startsWith('current_')));
}

type FileHit = TextHit & Pick<Hit, 'plane' | 'path' | 'place'>;

function inFiles(
  desired: ResolvedPersona,
  pattern: RegExp,
  wanted: (entry: readonly [string, string]) => boolean,
): FileHit[] {
  return textsIn(desired.set)
    .filter(wanted)
    .flatMap(([path, text]) => {
      const hits = findSentence(text, pattern);
      const places = hits.length === 0 ? [] : placesOf(desired, path, pattern);
      const { file, line, column } = desired.places.value(path);
      return hits.map((hit, index) => ({
        ...hit,
        plane: 'files' as const,
        path,
        place: places[index] ?? { file, line, column },
      }));
    });
}

/**
 * Where the field's hits stand as written: in its prompt files, else behind the value's beginning in the persona file. What is
 * written otherwise there, as with escapes, is not found, and the value's own place has to do.
 */
function placesOf({ places, promptFiles }: ResolvedPersona, path: string, pattern: RegExp): Place[] {
  const prompts = promptFiles.filter((prompt) => prompt.path === path);
  const placed = (file: string, hits: readonly TextHit[]): Place[] =>
    hits.map(({ line, column }) => ({ file, line, column }));
  if (prompts.length > 0) {
    return prompts.flatMap(({ file, text }) => placed(file, findSentence(searchable(text), pattern)));
  }
  const { file, line, column } = places.value(path);
  const written = searchable(places.text);
  return placed(file, findSentence(written, pattern, offsetOf(written, line, column)));
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** Every text at any depth, with its path. */
function textsIn(value: JsonValue, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, searchable(value)]];
  if (typeof value !== 'object' || value === null) return [];
  const entries = isJsonObject(value) ? Object.entries(value) : [...value.entries()];
  return entries.flatMap(([key, item]) => textsIn(item, `${path}${pointer(key)}`));
}
