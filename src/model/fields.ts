/**
 * The one table of persona fields, in schema order. The JSON Schema of a persona file has the same
 * properties (a test compares them). Source: the pages "Get Persona" and "Update Persona" of the service.
 */

/** `immediate`: a root field, on air at once. `draft`: a version field, on air after promote. */
export type Plane = 'immediate' | 'draft';

/**
 * text: one line of text · prose: a prompt, shown as line hunks · set: order and repeats mean nothing ·
 * list: routing rows, order matters · object: `call_config`, managed key by key.
 */
export type FieldKind = 'text' | 'prose' | 'set' | 'list' | 'object';

export interface Field {
  readonly name: string;
  readonly plane: Plane;
  readonly kind: FieldKind;
  readonly nullable: boolean;
}

export const FIELDS: readonly Field[] = [
  { name: 'name', plane: 'immediate', kind: 'text', nullable: false },
  { name: 'role', plane: 'immediate', kind: 'text', nullable: true },
  { name: 'description', plane: 'immediate', kind: 'text', nullable: true },
  { name: 'tags', plane: 'immediate', kind: 'set', nullable: true },
  { name: 'image_url', plane: 'immediate', kind: 'text', nullable: true },
  { name: 'call_config', plane: 'draft', kind: 'object', nullable: true },
  { name: 'orchestration_prompt', plane: 'draft', kind: 'prose', nullable: true },
  { name: 'personality_prompt', plane: 'draft', kind: 'prose', nullable: true },
  { name: 'default_tools', plane: 'draft', kind: 'set', nullable: true },
  { name: 'kb_ids', plane: 'draft', kind: 'set', nullable: true },
  { name: 'pathway_conditions', plane: 'draft', kind: 'list', nullable: true },
];

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));

/** The table's row for a field name, or undefined for a name the table does not have. */
export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name);
}

export type CallSettingKind = 'text' | 'boolean' | 'number';

/** The documented keys of `call_config`. `max_duration` is in minutes, `interruption_threshold` in milliseconds. */
export const CALL_SETTINGS: readonly { readonly name: string; readonly kind: CallSettingKind }[] = [
  { name: 'voice', kind: 'text' },
  { name: 'language', kind: 'text' },
  { name: 'background', kind: 'text' },
  { name: 'record', kind: 'boolean' },
  { name: 'max_duration', kind: 'number' },
  { name: 'wait_for_greeting', kind: 'boolean' },
  { name: 'interruption_threshold', kind: 'number' },
];

/** The five keys of a row of `pathway_conditions`; all are text, all are required and not empty. */
export const ROUTING_KEYS = ['name', 'prompt', 'pathway_id', 'pathway_version', 'start_node_id'] as const;

export function isRoutingKey(key: string): boolean {
  return ROUTING_KEYS.some((known) => known === key);
}

/** API fields newer than this tool, named under `allow_fields` in the config: root names, and keys of `call_config`. */
export interface AllowedFields {
  readonly root: readonly string[];
  readonly callConfig: readonly string[];
}

export const NO_ALLOWED_FIELDS: AllowedFields = { root: [], callConfig: [] };

/**
 * What the service keeps about a persona and its versions that is no setting: never compared between planes,
 * never expected to stand still across a write. Source: the field lists of the service's pages.
 */
export function isBookkeeping(name: string): boolean {
  return (
    name === 'id' ||
    name === 'inbound_numbers' ||
    name === 'promoted_by' ||
    name.endsWith('_id') ||
    name.endsWith('_at') ||
    name.startsWith('version_') ||
    name.startsWith('promoted_')
  );
}

const VERSION_BOOKKEEPING: readonly string[] = [
  'id',
  'persona_id',
  'version_type',
  'version_number',
  'created_at',
  'updated_at',
];

/**
 * What a version says about itself: exactly the documented names and `promoted_*`. Narrower than `isBookkeeping`, since
 * promote ships whatever else a version has, also a field that nobody documents and that is named like bookkeeping.
 */
export function isVersionBookkeeping(name: string): boolean {
  return VERSION_BOOKKEEPING.includes(name) || name.startsWith('promoted_');
}

/** Names that mean something to JavaScript objects; no field of the service has one, and none may be allowed. */
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Why no field at all can have this name, or null. */
export function whyReservedName(name: string): string | null {
  return RESERVED.includes(name) ? 'no field can have this name' : null;
}

/** Why a file cannot set a root field of this name, whatever the service does with it; null where it could. */
export function whyUnsettable(name: string): string | null {
  const isKept = isBookkeeping(name) || name.startsWith('current_');
  return whyReservedName(name) ?? (isKept ? 'the service keeps it by itself' : null);
}
