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

/** The options that say which files and which account are meant, as they were given: advice must have them too. */
export function sharedOptions({
  config,
  env,
}: {
  readonly config: string | null;
  readonly env: string | null;
}): string[] {
  return [...(config === null ? [] : ['--config', config]), ...(env === null ? [] : ['--env', env])];
}

/** `--changed-since`, where it was given. */
export function sinceWords({ changedSince }: { readonly changedSince: string | null }): string[] {
  return changedSince === null ? [] : ['--changed-since', changedSince];
}

/** What is allowed, as it was typed. */
export function allowWords(allow: readonly string[]): string[] {
  return allow.flatMap((guard) => ['--allow', guard]);
}

/** Quoted where the shell would read it as something else. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
