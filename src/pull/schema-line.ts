/** The first line of a file, by which editors complete and check it. */

/** It is the newest version's. */
export const PUBLIC_SCHEMAS = 'https://unpkg.com/persona-sync/schemas';

/** `schemas`: the folder or address where they are, as the file names it. */
export function schemaLine(schemas: string, name: 'persona' | 'config'): string {
  return `# yaml-language-server: $schema=${schemas}/${name}.schema.json`;
}
