/** Command lines as a person would type them: what is printed as advice must do, when pasted, what the advice says. */

/** Words in their order; quoted where the shell would read them as something else. */
export function commandLine(words: readonly string[]): string {
  return ['persona-sync', ...words.map(shellWord)].join(' ');
}

/** A command for operands (keys, selectors). One that begins with `-` would be read as an option, so all stand behind `--`. */
export function commandFor(name: string, operands: readonly string[], options: readonly string[] = []): string {
  return operands.some((operand) => operand.startsWith('-'))
    ? commandLine([name, ...options, '--', ...operands])
    : commandLine([name, ...operands, ...options]);
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
