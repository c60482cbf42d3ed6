/** Random live personas that the service might hold and a file might choke on. */
import fc from 'fast-check';
import { CALL_SETTINGS, ROUTING_KEYS } from '../../src/model/fields.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import type { LivePersona } from '../../src/model/persona.ts';

const HOSTILE = [
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u202e',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ud800',
  '\udc00',
  '😀',
  'e\u0301',
  'ﬁ',
  '\t',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '\r\r\n',
  '---',
  '...',
  '# ',
  ' #',
  ': ',
  ':',
  '- ',
  '? ',
  '-',
  '!',
  '&a',
  '*a',
  '|',
  '>',
  '|-',
  '%YAML 1.1',
  '@',
  '`',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  '${',
  '$${',
  `\${brand}`,
  '$',
  '{{name}}',
  'true',
  'null',
  'yes',
  '~',
  '<<',
  '0x1F',
  '007',
  '1.10',
  '1e3',
  '2001-12-14',
  '.nan',
  '<<<<<<< ours',
  '=======',
  '>>>>>>> theirs',
  'a',
  'Words of a sentence. ',
  'key: value',
  `sk-${'A1'.repeat(12)}`,
  '\u0000number:9007199254740993',
  '__proto__',
];

/** Texts made of what is plain and what is hostile. */
const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...HOSTILE), { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom('a line of a prompt', '  indented', '', ' ', '- item', '\ttab', 'x ', '# Title', `\${x}`),
        {
          minLength: 2,
          maxLength: 60,
        },
      )
      .map((lines) => lines.join('\n')),
  },
);

const nastyNumber = fc.constantFrom(0, -0, 30, 1.5, 1e-7, 1e21, 2 ** 53, -1, 5e-324, 1.7e308);
const leaf: fc.Arbitrary<JsonValue> = fc.oneof(nastyText, nastyNumber, fc.boolean(), fc.constant(null));
const anything: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(nastyText, fc.oneof(leaf, fc.dictionary(nastyText, leaf, { maxKeys: 2 })), { maxKeys: 3 }),
);

/** Mostly what belongs there, now and then anything. */
function mostly(usual: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: anything });
}

const text = mostly(nastyText);
const texts = mostly(fc.array(text, { maxLength: 4 }));
const row = mostly(
  fc
    .record({
      ...Object.fromEntries(ROUTING_KEYS.map((key) => [key, fc.oneof(fc.constantFrom('x', '3', ''), text)])),
      note: text,
    })
    .map((cells): JsonObject => cells),
);
const settings = fc
  .record(
    {
      ...Object.fromEntries(
        CALL_SETTINGS.map(({ name, kind }) => [
          name,
          mostly(kind === 'text' ? nastyText : kind === 'number' ? nastyNumber : fc.boolean()),
        ]),
      ),
      memory: anything,
    },
    { requiredKeys: [] },
  )
  .map((given): JsonObject => withoutUndefined(given));

const version = fc
  .record(
    {
      orchestration_prompt: text,
      personality_prompt: text,
      kb_ids: texts,
      default_tools: mostly(fc.array(fc.oneof(text, anything), { maxLength: 3 })),
      pathway_conditions: mostly(fc.array(row, { maxLength: 3 })),
      call_config: mostly(settings),
      webhook: anything,
      citation_schema: anything,
    },
    { requiredKeys: [] },
  )
  .map(withoutUndefined);

const root = fc
  .record(
    {
      name: fc.oneof({ weight: 4, arbitrary: fc.constant('Ann') }, text),
      role: text,
      description: text,
      tags: texts,
      image_url: text,
      skills: anything,
    },
    { requiredKeys: ['name'] },
  )
  .map(withoutUndefined);

export const nastyPersona: fc.Arbitrary<LivePersona> = fc
  .record({ root, draft: fc.option(version), production: version })
  .map(({ root: fields, draft, production }) => ({
    id: 'p-1',
    root: { id: 'p-1', user_id: 'u-1', created_at: '2026-01-01T00:00:00Z', ...fields },
    draft: draft === null ? null : { version_number: 2, ...draft },
    production: { version_number: 1, ...production },
  }));

/** The same with one long text: up to 15 KiB, or more than a file may hold. */
export const lengthyPersona: fc.Arbitrary<LivePersona> = fc
  .tuple(
    nastyPersona,
    fc.constantFrom('description', 'personality_prompt', 'orchestration_prompt'),
    fc.nat(40),
    nastyText,
  )
  .map(([live, name, size, beginning]) => {
    const long = beginning + (size === 0 ? 'words '.repeat(2 ** 18) : 'b # c: d\n'.repeat(40 * size));
    if (name === 'description') return { ...live, root: { ...live.root, [name]: long } };
    return { ...live, draft: { ...live.draft, [name]: long } };
  });

function withoutUndefined(fields: { readonly [name: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
