import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../../src/load/parse-yaml.ts';
import type { Place } from '../../../src/model/diagnostic.ts';
import { isJsonObject, type JsonValue, pointer } from '../../../src/model/json.ts';
import fc from '../../support/law.ts';

const TEXT = `# comment
name: Ada
tags: [a, "b"]
call_config:
  voice: 007
  x/y~z: true
rows:
  - name: one
    prompt: |
      say \${this}
      and \${this}
  - {name: "two"}
copy: &c { deep: [1] }
same: *c
`;

const { places } = parseYaml(TEXT, 'p/a.yaml', 'a');

function at({ line, column }: Place): string {
  return `${line}:${column}`;
}

describe('places of a YAML file', () => {
  it.each([
    ['', '2:1', '2:1'],
    ['/name', '2:7', '2:1'],
    ['/tags', '3:7', '3:1'],
    ['/tags/1', '3:11', '3:11'],
    ['/call_config', '5:3', '4:1'],
    ['/call_config/voice', '5:10', '5:3'],
    ['/call_config/x~1y~0z', '6:10', '6:3'],
    ['/rows/0', '8:5', '8:5'],
    ['/rows/0/prompt', '9:13', '9:5'],
    ['/rows/1/name', '12:12', '12:6'],
    ['/copy/deep/0', '13:19', '13:19'],
  ])('%j: the value at %s, the key at %s', (path, value, key) => {
    expect([at(places.value(path)), at(places.key(path))]).toEqual([value, key]);
  });

  it.each([
    ['/nothing', '2:1'],
    ['/call_config/nothing/deeper', '5:3'],
    ['/tags/9', '3:7'],
    ['/same/deep/0', '14:7'],
  ])('%s falls back to its nearest parent', (path, place) => {
    expect(at(places.value(path))).toBe(place);
  });

  it('gives plain scalars as written, and nothing else', () => {
    expect(places.source('/call_config/voice')).toBe('007');
    expect(places.source('/name')).toBe('Ada');
    expect(
      ['/tags/1', '/tags', '/rows/0/prompt', '/nothing', '/name/deeper'].map((path) => places.source(path)),
    ).toEqual(Array(5).fill(null));
  });

  it('finds the nth time that a part stands in a value, else the value', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of persona files
    const part = '${this}';
    expect([0, 1, 2].map((nth) => at(places.within('/rows/0/prompt', part, nth)))).toEqual(['10:11', '11:11', '9:13']);
    expect(at(places.within('/name', part, 0))).toBe('2:7');
    expect(at(places.within('/nothing', 'Ada', 0))).toBe('2:1');
  });

  it('keeps the text', () => {
    expect(places.text).toBe(TEXT);
  });

  it('gives every pointer into any JSON a place in the file', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const text = JSON.stringify(json, null, 1);
        const parsed = parseYaml(text, 'a.yaml', null);
        const lines = text.split('\n');
        for (const path of pathsIn(parsed.value)) {
          for (const { line, column } of [parsed.places.value(path), parsed.places.key(path)]) {
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length);
          }
        }
      }),
    );
  });
});

function pathsIn(value: JsonValue, path = ''): string[] {
  if (!isJsonObject(value) && !Array.isArray(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, path + pointer(key)))];
}
