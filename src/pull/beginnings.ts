/** The texts of the files that a project begins with. Pure. */
import { entryLines } from './lines.ts';
import { schemaLine } from './schema-line.ts';

interface ConfigWishes {
  readonly personas: string;
  readonly environments: readonly string[];
  /** What git cannot explain is held as well, since a recipe applies it without a question. */
  readonly inCi: boolean;
  /** Where the schemas are, as the file names them. */
  readonly schemas: string;
}

export function configText({ personas, environments, inCi, schemas }: ConfigWishes): string {
  const named = environments.map((name) => [name, { api_key_env: keyVariable(name) }] as const);
  const lines = environments.length === 0 ? [] : ['', ...entryLines('environments', Object.fromEntries(named), 0)];
  const guards = inCi ? entryLines('guards', { require_origin: true }, 0) : [];
  const head = [schemaLine(schemas, 'config'), '', ...entryLines('personas', personas, 0)];
  return `${[...head, ...guards, ...lines].join('\n')}\n`;
}

/** `eu-west` → `BLAND_API_KEY_EU_WEST`. */
export function keyVariable(environment: string): string {
  return `BLAND_API_KEY_${environment.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** Skipped, since its name begins with `_`; it keeps the folder in git, and shows what a persona file looks like. */
export const EXAMPLE_NAME = '_example.yaml';

export function exampleText(withId: boolean, schemas: string): string {
  const id = withId
    ? 'id: 00000000-0000-4000-8000-000000000000 # the live persona, from its page in the dashboard\n'
    : '';
  return `${schemaLine(schemas, 'persona')}
#
# An example. Files whose names begin with _ are skipped: copy it under another name to use it.
# A key that is left out is not managed; null clears it.
${id}name: Front Desk
role: Reception
call_config: # managed key by key
  voice: June
  language: en-US
personality_prompt: |
  You answer the phone of a small company. Be brief and kind.
`;
}

/** The file with the line added, or null where it has it already. `text` is null where there is no file. */
export function withLine(text: string | null, line: string): string | null {
  if (text === null) return `${line}\n`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (text.split(/\r?\n/).some((one) => one.trim() === line || one.trim() === line.replace(/\/$/, ''))) return null;
  return `${text}${text === '' || text.endsWith('\n') ? '' : eol}${line}${eol}`;
}
