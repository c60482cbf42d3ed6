/** `--fields`: names that a persona file may have. */
import { Stop } from '../errors.ts';
import { type AllowedFields, CALL_SETTINGS, FIELDS } from '../model/fields.ts';
import { nearestName } from '../model/nearest.ts';

export function refuseFields(fields: readonly string[], allowed: AllowedFields): Stop | null {
  const settings = [...CALL_SETTINGS.map((setting) => setting.name), ...allowed.callConfig];
  const known = [
    ...FIELDS.map((field) => field.name),
    ...settings.map((name) => `call_config.${name}`),
    ...allowed.root,
  ];
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown === undefined) return null;
  const nearest = nearestName(unknown, known);
  const others = 'Fields that are newer than this tool are named under allow_fields in persona-sync.yaml first.';
  const hint = `${nearest === null ? `The fields are: ${known.join(', ')}.` : `Did you mean ${nearest}?`} ${others}`;
  return new Stop('usage', `"${unknown}" is no field of a persona file.`, hint);
}
