import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts';
import { SourceText } from '../model/places.ts';
import type { KeysInUse } from '../model/secrets.ts';
import type { ReadProblem } from './read.ts';

const ADVICE_UTF8 = 'Save the file as UTF-8 (in VS Code: "UTF-8" in the status bar, then "Save with Encoding").';

/** Why a YAML file could not be read. `file` is relative to the working directory. */
export function explainReadProblem(
  problem: ReadProblem,
  file: string,
  key: string | null,
  keyInUse: KeysInUse,
): Diagnostic {
  const { code, summary, hint } = wordsFor(problem);
  const whole = { severity: 'error', code, summary, hint, file, key } as const;
  if (problem.kind !== 'not_utf8') return { ...whole, line: null, column: null, excerpt: null };
  const { line, column, lineText } = problem;
  const { excerpt } = new SourceText(file, lineText, keyInUse).spot(column - 1, 1);
  return { ...whole, line, column, excerpt };
}

interface Words {
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly hint: string;
}

function wordsFor(problem: ReadProblem): Words {
  switch (problem.kind) {
    case 'missing':
      return {
        code: 'file_unreadable',
        summary: 'The file is not there.',
        hint: 'If it is a symbolic link, point it to a file that exists, or remove it.',
      };
    case 'not_regular':
      return {
        code: 'file_unreadable',
        summary: `This is ${problem.found}, not a file.`,
        hint: 'Put a regular file in its place, or begin its name with `_` so that it is skipped.',
      };
    case 'too_large':
      return {
        code: 'file_too_large',
        summary: 'The file is larger than 1 MiB.',
        hint: 'Move long prompts into files of their own: personality_prompt: {file: ../prompts/name.md}',
      };
    case 'not_utf8':
      return { code: 'not_utf8', summary: 'The file is not UTF-8: these bytes are no text.', hint: ADVICE_UTF8 };
    case 'failed':
      return {
        code: 'file_unreadable',
        summary: `The file cannot be read: ${problem.message}.`,
        hint: 'Make the file readable for you, for example with: chmod u+r FILE',
      };
  }
}
