import { type Diagnostic, type DiagnosticCode, diagnosticAt } from '../model/diagnostic.ts';
import type { SourceText } from '../model/places.ts';
import { quoteAdvice } from './quote-advice.ts';
import type { SyntaxProblem } from './yaml-tree.ts';

/**
 * Syntax problems in plain words. One slip makes the library complain several times, mostly on the same line, so
 * only the first problem of a line is told, and at most 20 of a file.
 */

const MOST_PROBLEMS = 20;

/** `key` is the persona's. */
export function explainSyntax(
  problems: readonly SyntaxProblem[],
  source: SourceText,
  key: string | null,
): Diagnostic[] {
  const told = new Map<number, Diagnostic>();
  for (const problem of withoutEchoes(problems)) {
    if (told.size === MOST_PROBLEMS) break;
    const { line } = source.spot(problem.offset, 0);
    if (!told.has(line)) told.set(line, explainOne(problem, source, key));
  }
  return [...told.values()];
}

/** Where the nesting was too deep for the library, every level on the way out complains again. */
function withoutEchoes(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const deep = problems.find((problem) => problem.code === 'RESOURCE_EXHAUSTION');
  return deep === undefined ? problems : [deep];
}

interface Words {
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly hint: string;
}

function explainOne(problem: SyntaxProblem, source: SourceText, key: string | null): Diagnostic {
  const line = lineAround(source.text, problem.offset);
  const tab = /^ *\t/.exec(line.text);
  if (tab !== null) return diagnosticAt(source.spot(line.start + tab[0].length - 1, 1), { ...TAB, key });
  const words = WORDS[problem.code] ?? wordsByLine(problem, line.text.slice(problem.offset - line.start), line.text);
  return diagnosticAt(source.spot(problem.offset, problem.end - problem.offset), { ...words, key });
}

function lineAround(text: string, offset: number): { readonly start: number; readonly text: string } {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  return { start, text: text.slice(start, end === -1 ? text.length : end).trimEnd() };
}

const TAB: Words = {
  code: 'yaml_tab',
  summary: 'A tab stands at the beginning of this line; YAML indents with spaces only.',
  hint: 'Replace each tab by two spaces.',
};

const TOO_DEEP: Words = {
  code: 'yaml_depth',
  summary: 'The file is nested more than 64 levels deep.',
  hint: 'A persona needs four levels: write it flatter, or quote the text that holds the brackets.',
};

/** What can be said from the code alone. */
const WORDS: Readonly<Record<string, Words>> = {
  TAB_AS_INDENT: TAB,
  TOO_DEEP,
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TOO_MANY_PARTS: {
    code: 'file_too_large',
    summary: 'The file has more than 100,000 parts (keys, values, brackets, escapes).',
    hint: 'A persona file holds one persona; move long texts into prompt files.',
  },
  WRONG_VERSION: {
    code: 'yaml_version',
    summary: 'The file asks for another YAML version than 1.2, in which `yes` and `010` mean something else.',
    hint: 'Delete the line that begins with %YAML.',
  },
  BAD_DIRECTIVE: {
    code: 'yaml_version',
    summary: 'This line begins with `%`, which is an instruction to the YAML reader that is not known here.',
    hint: 'Delete the line.',
  },
  MULTIPLE_DOCS: {
    code: 'yaml_documents',
    summary: 'A second document begins here; one file holds one.',
    hint: 'Move what follows into a file of its own, and delete the line `---`.',
  },
  BAD_ALIAS: {
    code: 'yaml_alias',
    summary: 'An anchor or alias needs a name after `&` or `*`.',
    hint: 'If it is text, put the whole text in quotes.',
  },
  BAD_DQ_ESCAPE: {
    code: 'yaml_syntax',
    summary: 'After a backslash in double quotes, YAML knows only some letters; this is none of them.',
    hint: 'Write two backslashes for one, or use single quotes around the text.',
  },
  MULTIPLE_ANCHORS: {
    code: 'yaml_syntax',
    summary: 'A value can have one anchor only.',
    hint: 'Remove the others; if it is text, put the whole text in quotes.',
  },
  MULTIPLE_TAGS: {
    code: 'yaml_tag',
    summary: 'This value has type tags, which persona files cannot have.',
    hint: 'Remove the words that begin with `!`; if it is text, quote the whole text.',
  },
};

/** `rest` is the line from the problem on. */
function wordsByLine(problem: SyntaxProblem, rest: string, line: string): Words {
  const code = 'yaml_syntax';
  const { message } = problem;
  if (message.startsWith('Missing closing')) {
    const quote = message.includes('"') ? '"' : "'";
    return {
      code,
      summary: `A quote ${quote} is opened here and never closed.`,
      hint: `Close the text with ${quote}.`,
    };
  }
  if (problem.code === 'BAD_SCALAR_START') {
    return { code, summary: 'Text cannot begin with this character unless it is quoted.', hint: quoteAdvice(line) };
  }
  if (problem.code === 'UNEXPECTED_TOKEN') {
    return {
      code,
      summary: 'The value has ended before this; the rest does not belong to it.',
      hint: quoteAdvice(line),
    };
  }
  if (message.startsWith('Nested mappings') && /:(?: |$)/.test(rest)) {
    return { code, summary: 'The text holds a colon, which YAML reads as another key.', hint: quoteAdvice(line) };
  }
  if (message.startsWith('Flow') || message.includes('to end with')) {
    return {
      code,
      summary: 'Before this line, a `[` or `{` is opened and not closed.',
      hint: 'Close it with `]` or `}`.',
    };
  }
  return wordsByIndent(problem, rest);
}

function wordsByIndent(problem: SyntaxProblem, rest: string): Words {
  const code = 'yaml_syntax';
  if (problem.code === 'MULTILINE_IMPLICIT_KEY' || problem.code === 'MISSING_CHAR') {
    const hint = /^[\w-]+:\S/.test(rest)
      ? 'Put a space after the colon: `role: Support`.'
      : 'Write `key: value` on each line, or indent the line when it belongs to the text above.';
    return { code, summary: 'This line is not of the form `key: value`.', hint };
  }
  if (problem.code === 'BLOCK_AS_IMPLICIT_KEY' || problem.code === 'BAD_INDENT') {
    return {
      code,
      summary: 'The indentation does not fit: keys of one mapping must begin in the same column.',
      hint: 'Check the spaces at the beginning of this line and the next; two a level.',
    };
  }
  return {
    code,
    summary: `${problem.message.replace(/\.$/, '')}.`,
    hint: 'Check the quotes and the indentation here.',
  };
}
