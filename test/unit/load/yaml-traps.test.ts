import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '../../../src/load/parse-yaml.ts';

/** `line:column code | hint` of each problem. */
function problemsOf(text: string): string[] {
  return parseYaml(text, 'a.yaml', 'a').diagnostics.map(
    ({ line, column, code, hint }) => `${line}:${column} ${code} | ${hint}`,
  );
}

const TAB = 'Replace each tab by two spaces.';
const ONE_DOCUMENT = 'Move what follows into a file of its own, and delete the line `---`.';
const NO_TAG = 'Remove the word that begins with `!`; if it is text, quote the whole text.';
const INDENT = 'Check the spaces at the beginning of this line and the next; two a level.';
const CONFLICT = 'Choose one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.';

describe('traps of YAML', () => {
  it.each<[what: string, text: string, problems: string[]]>([
    ['a tab', 'name: a\ncall_config:\n\tvoice: June\n', [`3:1 yaml_tab | ${TAB}`]],
    ['a tab in a list', 'tags: [\n\ta,\n\tb ]\n', [`2:1 yaml_tab | ${TAB}`]],
    ['a tab after spaces', 'a:\n  b: 1\n  \tc: 2\n', [`3:3 yaml_tab | ${TAB}`]],
    [
      'a duplicate key',
      'name: a\nrole: x\nname: b\n',
      ['3:1 yaml_duplicate_key | Keep one of the two, and delete the other.'],
    ],
    [
      'a duplicate key in a list of mappings',
      'rows:\n  - { a: 1, a: 2 }\n',
      ['2:13 yaml_duplicate_key | Keep one of the two, and delete the other.'],
    ],
    [
      'a merge key',
      'a: &a { x: 1 }\nb:\n  <<: *a\n',
      ['3:3 yaml_merge_key | Repeat the keys here, or share a prompt file between personas.'],
    ],
    ['a second document', 'name: a\n---\nname: b\n', [`2:1 yaml_documents | ${ONE_DOCUMENT}`]],
    ['a line --- at the end', 'name: a\n---\n', [`2:1 yaml_documents | ${ONE_DOCUMENT}`]],
    ['YAML 1.1', '%YAML 1.1\n---\nname: yes\n', ['1:1 yaml_version | Delete the line that begins with %YAML.']],
    ['another directive', '%FOO bar\n---\nname: a\n', ['1:1 yaml_version | Delete the line.']],
    ['a binary tag', 'a: !!binary aGk=\n', [`1:4 yaml_tag | ${NO_TAG}`]],
    ['a tag of its own', 'name: a\nb: !foo x\n', [`2:4 yaml_tag | ${NO_TAG}`]],
    ['a number as key', 'name: a\n1: b\n', ['2:1 yaml_key | Quote it: "1":']],
    ['true as key', 'true: b\n', ['1:1 yaml_key | Quote it: "true":']],
    ['no key', ': b\n', ['1:1 yaml_key | Write the key before the colon, as in `role: Support`.']],
    ['a list as key', '? [a]\n: b\n', ['1:3 yaml_key | Write the key as plain text.']],
    ['{{name}} alone', 'role: {{agent}}\n', ['1:8 yaml_key | Text that begins with `{` must be quoted: "{{name}} …".']],
    [
      '{{name}} before text',
      'role: {{agent}} support\n',
      ['1:17 yaml_syntax | If it is text, put it in quotes: role: "{{agent}} support"'],
    ],
    [
      'infinity',
      'a: .inf\n',
      ['1:4 yaml_number | If it is text, quote it: ".inf". Else write a smaller number, in digits.'],
    ],
    [
      'not a number',
      'a: .nan\n',
      ['1:4 yaml_number | If it is text, quote it: ".nan". Else write a smaller number, in digits.'],
    ],
    [
      'a number beyond all',
      'a: 1e999\n',
      ['1:4 yaml_number | If it is text, quote it: "1e999". Else write a smaller number, in digits.'],
    ],
    [
      'a number that would lose digits',
      'a: 12345678901234567890\n',
      ['1:4 yaml_number | If it is text, quote it: "12345678901234567890". Else write a smaller number, in digits.'],
    ],
    ['an alias to itself', 'a: &a [ *a ]\n', ['1:9 yaml_alias | Write the value out.']],
    ['an unknown alias', 'a: *b\n', ['1:4 yaml_alias | If it is text, put the whole text in quotes.']],
    ['a star as emphasis', 'a: *so* it is\n', ['1:9 yaml_syntax | If it is text, put it in quotes: a: "*so* it is"']],
    ['a colon in text', 'name: a: b\n', ['1:7 yaml_syntax | If it is text, put it in quotes: name: "a: b"']],
    ['an open quote', 'name: "abc\nrole: x\n', ['1:7 yaml_syntax | Close the text with ".']],
    ['a quote in quotes', "name: 'it's'\n", ['1:11 yaml_syntax | If it is text, put it in quotes: name: "it\'s"']],
    ['an open list', 'tags: [a, b\nname: c\n', ['2:1 yaml_syntax | Close it with `]` or `}`.']],
    [
      'no space after the colon',
      'name:a\nrole: b\n',
      ['1:1 yaml_syntax | Put a space after the colon: `role: Support`.'],
    ],
    [
      'a line that is no entry',
      'name: a\nrole\nb: c\n',
      ['2:1 yaml_syntax | Write `key: value` on each line, or indent the line when it belongs to the text above.'],
    ],
    ['wrong indentation', 'name: a\n  role: b\n', [`1:7 yaml_syntax | ${INDENT}`]],
    ['a block text that ends early', 'role: |\n  a\n b\nname: c\n', [`3:1 yaml_syntax | ${INDENT}`]],
    ['a reserved character', 'role: @home\n', ['1:7 yaml_syntax | If it is text, put it in quotes: role: "@home"']],
    [
      'an unknown escape',
      'role: "a\\qb"\n',
      ['1:9 yaml_syntax | Write two backslashes for one, or use single quotes around the text.'],
    ],
    [
      'a control character',
      'name: a\u0000b\n',
      ['1:8 yaml_syntax | Delete it; where it is meant, write "\\x00" in double quotes.'],
    ],
    [
      'merge conflicts',
      'name: a\n<<<<<<< HEAD\nrole: b\n=======\nrole: c\n>>>>>>> other\n\n<<<<<<< HEAD\n=======\n>>>>>>> x\n',
      [`2:1 merge_conflict | ${CONFLICT}`, `8:1 merge_conflict | ${CONFLICT}`],
    ],
    ['half a merge conflict', 'name: a\n>>>>>>> other\n', [`2:1 merge_conflict | ${CONFLICT}`]],
    [
      'several slips',
      'name: a: b\nrole: @x\ndescription: "a\\qb"\n',
      [
        '1:7 yaml_syntax | If it is text, put it in quotes: name: "a: b"',
        '2:7 yaml_syntax | If it is text, put it in quotes: role: "@x"',
        '3:16 yaml_syntax | Write two backslashes for one, or use single quotes around the text.',
      ],
    ],
  ])('%s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('names the line of the first of two equal keys', () => {
    const [problem] = parseYaml('a: 1\nname: x\nb: 2\nname: y\n', 'a.yaml', 'a').diagnostics;
    expect(problem?.summary).toBe('The key `name` stands here a second time; the first is on line 2.');
    expect(problem?.excerpt).toEqual({ text: 'name: y', column: 1, length: 4 });
  });

  it('says the persona key with each problem', () => {
    expect(parseYaml('a: !x 1', 'emea/a.yaml', 'emea/a').diagnostics).toMatchObject([
      { key: 'emea/a', file: 'emea/a.yaml' },
    ]);
  });

  it('tells at most twenty syntax problems of a file', () => {
    expect(problemsOf('a: @x\n'.repeat(50))).toHaveLength(20);
  });
});

describe('what is no trap', () => {
  it.each<[what: string, text: string, value: unknown]>([
    ['YAML 1.2 asked for', '%YAML 1.2\n---\nname: yes\n', { name: 'yes' }],
    ['an end mark', 'name: a\n...\n', { name: 'a' }],
    [
      'yes, no, on, off and dates are text',
      'a: [yes, no, on, off, 2024-01-01, 12:30]',
      { a: ['yes', 'no', 'on', 'off', '2024-01-01', '12:30'] },
    ],
    ['numbers', 'a: [007, 1.10, 1e3, 0o14, 0x1F, -0.5]', { a: [7, 1.1, 1000, 12, 31, -0.5] }],
    ['a text tag', 'a: !!str 007', { a: '007' }],
    ['aliases', 'a: &x [1, &y two]\nb: *x\nc: *y', { a: [1, 'two'], b: [1, 'two'], c: 'two' }],
    ['an anchor used anew', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['a tab in block text', 'a: |\n  b\tc\n  \td\n', { a: 'b\tc\n\td\n' }],
    ['brackets in block text', `a: |\n  ${'['.repeat(100)}\n  <<: x\n`, { a: `${'['.repeat(100)}\n<<: x\n` }],
    ['a heading underlined in Markdown', 'a: |\n  Title\n  =======\n', { a: 'Title\n=======\n' }],
    ['arrows in text', 'a: "<<<<<<< x"\nb: ">>>>>>> y"', { a: '<<<<<<< x', b: '>>>>>>> y' }],
    ['a quoted <<', '"<<": a', { '<<': 'a' }],
    ['a key without a value', '{record, voice: June}', { record: null, voice: 'June' }],
    ['CRLF', 'a: |\r\n  b\r\n  c\r\nd: e\r\n', { a: 'b\nc\n', d: 'e' }],
    ['only a comment', '# nothing\n', null],
  ])('%s', (_what, text, value) => {
    const parsed = parseYaml(text, 'a.yaml', 'a');
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.value).toEqual(value);
  });

  it('keeps __proto__ and constructor as ordinary keys', () => {
    const { value } = parseYaml('__proto__: { polluted: true }\nconstructor: x\n', 'a.yaml', 'a');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true},"constructor":"x"}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it('goes on with the rest of the file after a trap that concerns one value', () => {
    expect(parseYaml('a: 1\na: 2\nb: !foo x\n1: y\nc: z', 'a.yaml', 'a').value).toEqual({ a: 1, b: 'x', c: 'z' });
  });
});
