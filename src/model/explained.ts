/** Where a field of a persona comes from. */
import type { Place } from './diagnostic.ts';
import type { JsonValue } from './json.ts';

/** `file`: the persona file, or for an id the environment's file. `prompt`: a prompt file. `value`: a value of the environment. */
export type FieldSource =
  | ({ readonly kind: 'file' } & Place)
  | ({ readonly kind: 'prompt' } & Place)
  | ({ readonly kind: 'value'; readonly name: string } & Place);

export interface ExplainedField {
  /** JSON Pointer: `/role`, `/call_config/voice`. */
  readonly path: string;
  /** False where no file names the field: it stays as it is live. */
  readonly managed: boolean;
  /** As it would be sent; null where it is cleared, or not managed. */
  readonly value: JsonValue;
  readonly sources: readonly FieldSource[];
}
