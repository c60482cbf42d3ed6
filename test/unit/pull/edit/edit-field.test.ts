import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../../../src/load/parse-yaml.ts';
import { unescapeReferences } from '../../../../src/load/values.ts';
import { FIELDS } from '../../../../src/model/fields.ts';
import { isJsonObject, type JsonValue, ownValue } from '../../../../src/model/json.ts';
import { editField } from '../../../../src/pull/edit/edit-field.ts';

const ORDER = FIELDS.map((field) => field.name);

/** As the loader resolves a file without prompt files: `$${` read, and `${brand}` as Acme. */
function resolved(text: string, name: string): JsonValue | undefined {
  const { value } = parseYaml(text, 'a.yaml', null);
  const plain: JsonValue = JSON.parse(unescapeReferences(JSON.stringify(value).replaceAll(`\${brand}`, 'Acme')));
  return isJsonObject(plain) ? ownValue(plain, name) : undefined;
}

function edit(text: string, name: string, wanted: JsonValue) {
  return editField(text, { name, resolved: resolved(text, name), wanted }, ORDER);
}

function edited(text: string, name: string, wanted: JsonValue): string {
  const result = edit(text, name, wanted);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

const NAME = 'name: Ann # the night shift\n';
const REST = '\n\nimage_url:   "https://x.example/a.png"   # last\n';

describe('a text is edited in its place, all else byte for byte', () => {
  it.each<[string, string, JsonValue, string]>([
    ['plain', 'role:   Desk   # who', 'Front desk', 'role:   Front desk   # who'],
    ['plain, now in need of quotes', 'role: Desk # who', 'yes', 'role: "yes" # who'],
    ['single quotes', "role: 'Desk'  # who", "Ann's desk", "role: 'Ann''s desk'  # who"],
    ['double quotes', 'role: "Desk"', 'Front\tdesk', 'role: "Front\\tdesk"'],
    ['double quotes, now of two lines', 'role: "Desk"', 'a\nb', 'role: "a\\nb"'],
    ['plain over lines', 'role: one\n  two\n  three', 'four', 'role: four'],
    ['plain, now of two lines', 'role: Desk # who', 'a\nb', 'role: |- # who\n  a\n  b'],
    ['cleared', 'role: Desk # who', null, 'role: null # who'],
    ['set again', 'role: null # who', 'Desk', 'role: Desk # who'],
    ['a tilde set again', 'role:   ~', 'Desk', 'role:   Desk'],
    ['with an anchor that nobody repeats', 'role: &r Desk', 'Front', 'role: &r Front'],
    ['behind its key on the next line', 'role:\n    Desk', 'Front', 'role:\n    Front'],
    ['with a value reference that was escaped', 'role: a$${b}', `c\${d}`, 'role: "c$${d}"'],
    [
      'literal',
      'role: |- # c\n    one\n    two\n\n    three',
      'one\n2\n\nthree',
      'role: |- # c\n    one\n    2\n\n    three',
    ],
    ['literal that keeps line ends', 'role: |+\n  one\n\n', 'two', 'role: |+\n  two\n\n'],
    ['literal with an indicator', 'role: |4-\n     one\n    two', ' one\n3', 'role: |4-\n     one\n    3'],
    ['literal that comes to need an indicator', 'role: |\n   one', '  two', 'role: |3\n     two'],
    ['literal with blanks in an empty line', 'role: |-\n  a\n    \n  b', 'a\n  \nc', 'role: |-\n  a\n    \n  c'],
    ['literal, cleared', 'role: |- # c\n  one\n  two', null, 'role: null # c'],
    ['literal with what no block can hold', 'role: |-\n  one', 'a\u0007', 'role: "a\\u0007"'],
    ['folded', 'role: >-\n  one\n  two\n\n  three\n  four', 'one two\nfive', 'role: >-\n  one\n  two\n\n  five'],
    [
      'folded with indented lines',
      'role: >\n  one\n\n    - a\n    - b\n\n  end',
      'one\n\n  - a\n  - c\n\nend',
      'role: >\n  one\n\n    - a\n    - c\n\n  end',
    ],
    [
      'folded, with long new lines',
      'role: >-\n  one',
      `${'word '.repeat(30)}end`,
      `role: >-\n  ${'word '.repeat(14)}word\n  ${'word '.repeat(15)}end`,
    ],
  ])('%s', (_, before, wanted, after) => {
    expect(edited(`${NAME}${before}\n${REST}`, 'role', wanted)).toBe(`${NAME}${after}\n${REST}`);
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    expect(edited(crlf(`${NAME}${before}\n${REST}`), 'role', wanted)).toBe(crlf(`${NAME}${after}\n${REST}`));
  });

  it('in a file without a line end at its end', () => {
    expect(edited('name: Ann\nrole: Desk', 'role', 'Front')).toBe('name: Ann\nrole: Front');
    expect(edited('name: Ann\ntags:\n  - a', 'tags', ['a', 'b'])).toBe('name: Ann\ntags:\n  - a\n  - b');
  });

  it('in a file in braces', () => {
    expect(edited('{ name: Ann, role: Desk, tags: [a] } # all\n', 'role', 'Desk, front')).toBe(
      '{ name: Ann, role: "Desk, front", tags: [a] } # all\n',
    );
  });

  it('says the prompt in a literal block with its last line end', () => {
    const before = 'name: Ann\npersonality_prompt: |\n  Be kind.\n\n  Listen.\nkb_ids: []\n';
    expect(edited(before, 'personality_prompt', 'Be kind.\n\nListen well.')).toBe(
      'name: Ann\npersonality_prompt: |\n  Be kind.\n\n  Listen well.\nkb_ids: []\n',
    );
  });
});

describe('a set is edited item by item', () => {
  it.each<[string, string, JsonValue, string]>([
    ['added', 'tags: [a,  b] # c', ['a', 'b', 'x y'], 'tags: [a,  b, x y] # c'],
    ['taken out at the start', 'tags: [ a, b ]', ['b'], 'tags: [ b ]'],
    ['taken out at the end', 'tags: [ a, b ]', ['a'], 'tags: [ a ]'],
    ['in another order', "tags: ['a', b]", ['b', 'a', 'c'], "tags: ['a', b, c]"],
    ['all of them', 'tags: [a, b]', ['c', 'd'], 'tags: [c, d]'],
    ['the last of them, for new ones', 'tags: [a, b, c]', ['a', 'd', 'e'], 'tags: [a, d, e]'],
    ['cleared', 'tags: [a, b] # c', [], 'tags: [] # c'],
    ['set again', 'tags: [] # c', ['a'], 'tags: [a] # c'],
    ['set again from null', 'tags: null # c', ['a: b'], 'tags: # c\n  - "a: b"'],
    [
      'over lines',
      'tags: [\n    a, # first\n    b # second\n  ]',
      ['a', 'b', 'c'],
      'tags: [\n    a, # first\n    b, # second\n    c\n  ]',
    ],
    [
      'over lines, with a last comma',
      'tags: [\n    a,\n    b, # second\n  ]',
      ['a', 'b', 'c'],
      'tags: [\n    a,\n    b, # second\n    c,\n  ]',
    ],
    ['over lines, taken out', 'tags: [\n    a, # first\n    b\n  ]', ['a'], 'tags: [\n    a, # first\n    \n  ]'],
    [
      'in lines, added',
      'tags:\n- a # first\n# between\n- b\n# after',
      ['a', 'b', 'c'],
      'tags:\n- a # first\n# between\n- b\n- c\n# after',
    ],
    ['in lines, taken out', 'tags: # all\n  -   a # first\n\n  # of b\n  - b', ['b'], 'tags: # all\n\n  # of b\n  - b'],
    ['in lines, one for another', 'tags:\n  - a\n  - b # second\n  - c', ['a', 'c', 'd'], 'tags:\n  - a\n  - c\n  - d'],
    ['in lines, all of them', 'tags:\n  - a\n  - b', ['c'], 'tags:\n  - c'],
    ['in lines, cleared', 'tags: # all\n  - a\n  - b # second', null, 'tags: null # all'],
  ])('%s', (_, before, wanted, after) => {
    expect(edited(`${NAME}${before}\n${REST}`, 'tags', wanted)).toBe(`${NAME}${after}\n${REST}`);
  });
});

const row = (name: string, prompt: string, version = '1') => ({
  name,
  prompt,
  pathway_id: 'p-1',
  pathway_version: version,
  start_node_id: 'n-1',
});

describe('routing rows', () => {
  const FIRST =
    '  # where most calls go\n  - name: Billing # money\n    prompt: >-\n      About an invoice\n      or a refund\n    pathway_id: p-1\n    pathway_version: "1"\n    start_node_id: \'n-1\'\n';
  const SECOND =
    '\n  - { name: Sales, prompt: Buys, pathway_id: p-1, pathway_version: "1", start_node_id: n-1 } # few\n';
  const FILE = `${NAME}pathway_conditions:\n${FIRST}${SECOND}${REST}`;
  const billing = row('Billing', 'About an invoice or a refund');
  const sales = row('Sales', 'Buys');

  it('are edited cell by cell', () => {
    const wanted = [
      { ...billing, pathway_version: '2' },
      { ...sales, prompt: 'Buys, or asks' },
    ];
    const after = FILE.replace('pathway_version: "1"\n', 'pathway_version: "2"\n').replace('Buys,', '"Buys, or asks",');
    expect(edited(FILE, 'pathway_conditions', wanted)).toBe(after);
  });

  it('are added where they belong, and taken out', () => {
    const lines =
      '  - name: New\n    prompt: Is new\n    pathway_id: p-1\n    pathway_version: "1"\n    start_node_id: n-1\n';
    const added = row('New', 'Is new');
    expect(edited(FILE, 'pathway_conditions', [billing, added, sales])).toBe(FILE.replace(FIRST, FIRST + lines));
    expect(edited(FILE, 'pathway_conditions', [sales])).toBe(FILE.replace(FIRST, '  # where most calls go\n'));
    expect(edited(FILE, 'pathway_conditions', [billing])).toBe(FILE.replace(SECOND, '\n'));
  });

  it('are all cleared, but for the comment above them', () => {
    expect(edited(FILE, 'pathway_conditions', null)).toBe(
      `${NAME}pathway_conditions: null\n  # where most calls go\n${REST}`,
    );
  });
});

describe('call settings', () => {
  const FILE = `${NAME}call_config: # calls\n    voice:  June   # hers\n    # never more\n    max_duration: 30\n${REST}`;

  it('are edited key by key', () => {
    const wanted = { voice: 'Karl', max_duration: 12.5 };
    expect(edited(FILE, 'call_config', wanted)).toBe(FILE.replace('June', 'Karl').replace('30', '12.5'));
  });

  it('are added behind the others', () => {
    const wanted = { voice: 'June', max_duration: 30, record: true };
    expect(edited(FILE, 'call_config', wanted)).toBe(FILE.replace('30\n', '30\n    record: true\n'));
    const flow = `${NAME}call_config: {voice: June}\n`;
    expect(edited(flow, 'call_config', { voice: 'June', record: true })).toBe(
      `${NAME}call_config: {voice: June, record: true}\n`,
    );
  });

  it('are cleared one by one', () => {
    expect(edited(FILE, 'call_config', { voice: null, max_duration: 30 })).toBe(FILE.replace('June', 'null'));
  });

  it('are written where all were cleared', () => {
    const cleared = `${NAME}call_config: null # none\n${REST}`;
    expect(edited(cleared, 'call_config', { voice: 'June', record: false })).toBe(
      `${NAME}call_config: # none\n  voice: June\n  record: false\n${REST}`,
    );
  });
});

describe('what is compared exactly is written exactly', () => {
  it.each<[string, string, string, JsonValue, string]>([
    [
      'a line end that the block of an unknown list would drop',
      'webhook:\n  - |-\n    one\n    two',
      'webhook',
      ['one\n'],
      'webhook:\n  - "one\\n"',
    ],
    [
      'a line end in a setting that nobody documents',
      'call_config:\n  memory:\n    note: one',
      'call_config',
      { memory: { note: 'one\n' } },
      'call_config:\n  memory:\n    note: "one\\n"',
    ],
    [
      'the order of tools, where one is a mapping',
      'default_tools:\n  - {id: t}',
      'default_tools',
      ['a', { id: 't' }],
      'default_tools:\n  - a\n  - {id: t}',
    ],
  ])('%s', (_, lines, name, wanted, after) => {
    expect(edited(`${NAME}${lines}\n`, name, wanted)).toBe(`${NAME}${after}\n`);
  });
});

describe('a field that the file does not name', () => {
  it('comes where the schema has it', () => {
    const file = 'id: p-1\n\n# who\nname: Ann # her\n\ntags:\n  - a # first\n\nkb_ids: [k]\n';
    expect(edited(file, 'role', 'Desk')).toBe(file.replace('# her\n', '# her\nrole: Desk\n'));
    expect(edited(file, 'personality_prompt', 'a\nb')).toBe(
      file.replace('# first\n', '# first\npersonality_prompt: |\n  a\n  b\n'),
    );
    expect(edited(file, 'call_config', { voice: 'June' })).toBe(
      file.replace('# first\n', '# first\ncall_config:\n  voice: June\n'),
    );
    expect(edited('{ name: Ann }\n', 'role', null)).toBe('{ name: Ann, role: null }\n');
  });
});

describe('a value is not overwritten', () => {
  it.each<[string, string, string, JsonValue, string]>([
    ['that comes from a value', `role: Desk of \${brand}`, 'role', 'Desk', 'value'],
    ['that is repeated here', 'role: &r Desk\ndescription: *r', 'description', 'Other', 'alias'],
    ['that others repeat', 'role: &r Desk\ndescription: *r', 'role', 'Other', 'anchor'],
    ['of which an item is a value', `tags: ["\${brand}", b]`, 'tags', ['b'], 'value'],
    ['of which an item is repeated', 'role: &r Desk\ntags:\n  - *r\n  - b', 'tags', ['b'], 'alias'],
    ['of which all is repeated', 'tags: &t [a]\nkb_ids: *t', 'tags', ['a', 'b'], 'anchor'],
    ['of which a part is repeated', 'tags: [&t a, b]\nrole: *t', 'tags', ['b'], 'anchor'],
  ])('%s', (_, lines, name, wanted, reason) => {
    const result = edit(`${NAME}${lines}\n`, name, wanted);
    expect(result).toMatchObject({ ok: false, reason });
  });

  it('but the items beside a value are', () => {
    expect(edited(`${NAME}tags: ["\${brand}", b]\n`, 'tags', ['Acme', 'c'])).toBe(`${NAME}tags: ["\${brand}", c]\n`);
  });
});
