/** Counts and lists in words. */
import { visible } from './visible.ts';

export { commandLine } from '../model/command-line.ts';

/** `1 persona`, `3 personas`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** A field as people write it: `/call_config/voice` → `call_config.voice`. Safe for a terminal: live keys are untrusted. */
export function fieldLabel(path: string): string {
  return visible(path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~'));
}
