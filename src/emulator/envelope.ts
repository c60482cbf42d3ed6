import type { JsonObject, JsonValue } from '../model/json.ts';

/** What the service answers: a status and a JSON body. */
export interface WireAnswer {
  readonly status: number;
  readonly body: JsonValue;
}

/** Why the service says no. The statuses are this emulator's choice: the pages name codes only, and 401 for the key. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;
}

/** A success: `errors` is null, and for lists an empty list. */
export function success(data: JsonValue, errors: null | readonly [] = null): WireAnswer {
  return { status: 200, body: { data, errors } };
}

/** A failure in the usual envelope. */
export function failure({ status, code, message, details }: Problem): WireAnswer {
  return { status, body: { data: null, errors: [{ error: code, message, details }] } };
}

/** Every error body that was seen from the service, each saying `SOME_CODE` or `some message`. For the fault `error_shape`. */
export const ERROR_SHAPES = {
  envelope: '{"data":null,"errors":[{"error":"SOME_CODE","message":"some message","details":{}}]}',
  errors_text: '{"data":null,"errors":"some message"}',
  code_message: '{"data":null,"errors":[{"code":"SOME_CODE","message":"some message"}]}',
  status_error: '{"status":"error","message":"some message","errors":["some message"]}',
  error_object: '{"error":{"code":"SOME_CODE","message":"some message","details":{}}}',
  error_text: '{"error":"some message"}',
} as const;
