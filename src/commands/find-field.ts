/** The field that `--field` names. */
import { Stop } from '../errors.ts';
import { CALL_SETTINGS, FIELDS, fieldNamed } from '../model/fields.ts';
import { isJsonObject, type JsonObject, ownValue, pointer } from '../model/json.ts';
import { nearestName } from '../model/nearest.ts';

/** Its path (JSON Pointer). A field that no page documents is one where the service shows it. */
export function findField(written: string, fields: JsonObject): string | Stop {
  const [name = '', ...rest] = written.replace(/^\//, '').split(/[./]/);
  const key = rest.length === 0 ? null : rest.join('.');
  if (key === null && (fieldNamed(name) !== undefined || Object.hasOwn(fields, name))) return pointer(name);
  if (key !== null && name === 'call_config' && isSetting(key, fields)) return pointer(name, key);
  const known = [...new Set([...FIELDS.map((field) => field.name), ...settingNames(fields), ...Object.keys(fields)])];
  const nearest = known.find((one) => one === `call_config.${written}`) ?? nearestName(written, known);
  const hint =
    nearest === null ? `Fields: ${FIELDS.map((field) => field.name).join(', ')}` : `Did you mean ${nearest}?`;
  return new Stop('usage', `There is no field "${written}".`, hint);
}

function isSetting(key: string, fields: JsonObject): boolean {
  return settingNames(fields).includes(`call_config.${key}`);
}

function settingNames(fields: JsonObject): string[] {
  const live = ownValue(fields, 'call_config');
  const names = [...CALL_SETTINGS.map(({ name }) => name), ...(isJsonObject(live) ? Object.keys(live) : [])];
  return names.map((name) => `call_config.${name}`);
}
