import type { Command } from './commander.ts';
import { type About, addCommand, addCommonOptions, commonOf, type Found, type RawCommon } from './options.ts';

const ABOUT: About = {
  name: 'explain',
  summary: 'say where each value of a persona comes from: file and line, prompt files, values; no network, no key',
  examples: `  persona-sync explain emea/support          all fields, those that are not managed too
  persona-sync explain emea/support call_config.voice --env staging`,
};

export function addExplain(program: Command, found: Found): void {
  const command = addCommand(program, ABOUT)
    .argument('<persona>', 'A persona key, an id, or the path of a persona file.')
    .argument('[field]', 'Only this field: role, call_config.voice.');
  addCommonOptions(command).action((persona: string, field: string | undefined, options: RawCommon) =>
    found({ name: 'explain', ...commonOf(options), persona, field: field ?? null }),
  );
}
