import { type Diagnostic, diagnosticAt, quoted } from '../../model/diagnostic.ts';
import { isJsonObject, type JsonValue, ownValue, pointer } from '../../model/json.ts';
import type { ResolvedPersona } from '../../model/persona.ts';

/**
 * Values of call settings that the service's pages for related calls do not name. Advice only: the persona page gives
 * no list, so nothing here may fail a run.
 */
export function findUnusual(persona: ResolvedPersona): Diagnostic[] {
  const settings = ownValue(persona.set, 'call_config');
  if (!isJsonObject(settings)) return [];
  return Object.entries(settings).flatMap(([name, value]) => {
    const advice = adviceFor(name, value);
    if (advice === null) return [];
    const spot = persona.places.value(pointer('call_config', name));
    return [diagnosticAt(spot, { severity: 'warning', code: 'unusual_value', ...advice, key: persona.key })];
  });
}

interface Advice {
  readonly summary: string;
  readonly hint: string;
}

const LANGUAGE = /^(?:babel|auto|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$/;

const BACKGROUNDS: readonly string[] = ['office', 'cafe', 'restaurant', 'none'];

function adviceFor(name: string, value: JsonValue): Advice | null {
  if (name === 'language' && typeof value === 'string' && value !== '' && !LANGUAGE.test(value)) {
    return {
      summary: `${quoted(value)} is not like the known languages.`,
      hint: 'Known are codes such as en, en-US or es-419, and babel.',
    };
  }
  if (name === 'background' && typeof value === 'string' && value !== '' && !BACKGROUNDS.includes(value)) {
    return {
      summary: `${quoted(value)} is not one of the known sounds.`,
      hint: `Known are ${BACKGROUNDS.join(', ')}.`,
    };
  }
  if (name === 'max_duration' && typeof value === 'number' && value < 1) {
    return {
      summary: 'A longest call of less than one minute is unusual.',
      hint: 'The unit is minutes: write 30 for half an hour.',
    };
  }
  if (name === 'interruption_threshold' && typeof value === 'number' && value < 0) {
    return {
      summary: 'A negative time is unusual.',
      hint: 'The unit is milliseconds; the service uses 500 unless told.',
    };
  }
  return null;
}
