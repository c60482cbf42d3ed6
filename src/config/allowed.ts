import { type Diagnostic, diagnosticAt, quoted } from '../model/diagnostic.ts';
import { type AllowedFields, CALL_SETTINGS, fieldNamed, whyReservedName, whyUnsettable } from '../model/fields.ts';
import { pointer } from '../model/json.ts';
import type { Places } from '../model/places.ts';

const IN_CALL_CONFIG = 'call_config.';

/** `allow_fields`: each name is one that the tool does not know and that a persona may set. */
export function readAllowedFields(
  names: readonly string[],
  places: Places,
): { readonly fields: AllowedFields; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = names.flatMap((name, index) => {
    const why = refusal(name);
    if (why === null) return [];
    const problem = {
      code: 'wrong_value',
      summary: `${quoted(name)} ${why}`,
      hint: 'Delete it from the list.',
      key: null,
    } as const;
    return [diagnosticAt(places.value(pointer('allow_fields', index)), problem)];
  });
  const inCallConfig = names.filter((name) => name.startsWith(IN_CALL_CONFIG));
  const fields = {
    root: names.filter((name) => !name.startsWith(IN_CALL_CONFIG)),
    callConfig: inCallConfig.map((name) => name.slice(IN_CALL_CONFIG.length)),
  };
  return { fields, diagnostics };
}

/** Why a name cannot be allowed, or null. */
function refusal(name: string): string | null {
  const setting = name.startsWith(IN_CALL_CONFIG) ? name.slice(IN_CALL_CONFIG.length) : null;
  const isKnown =
    setting === null ? fieldNamed(name) !== undefined : CALL_SETTINGS.some((known) => known.name === setting);
  if (isKnown) return 'is known to this tool and needs no allowing.';
  const why = setting === null ? whyUnsettable(name) : whyReservedName(setting);
  return why === null ? null : `cannot be allowed: ${why}.`;
}
