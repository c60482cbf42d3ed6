import type { JsonValue } from '../model/json.ts';
import type { Problem } from './envelope.ts';

/** Why the service says no. Codes are the pages' own where they name one; statuses and texts are this emulator's own. */

export const AUTH_FAILURE: Problem = {
  status: 401,
  code: 'AUTH_FAILURE',
  message: 'the authorization header holds no key of this account',
  details: {},
};

export const TOO_MANY_REQUESTS: Problem = {
  status: 429,
  code: 'TOO_MANY_REQUESTS',
  message: 'too many requests in this second',
  details: {},
};

export function noSuchPath(method: string, path: string): Problem {
  return { status: 404, code: 'NOT_FOUND', message: `no endpoint ${method} ${path}`, details: {} };
}

export function wrongRequest(message: string): Problem {
  return { status: 400, code: 'INVALID_BODY', message, details: {} };
}

export function personaNotFound(id: string): Problem {
  return { status: 404, code: 'PERSONA_NOT_FOUND', message: `no persona ${id}`, details: { persona_id: id } };
}

export function personaInUse(id: string, numbers: readonly JsonValue[]): Problem {
  const details = { persona_id: id, inbound_numbers: numbers };
  return { status: 409, code: 'PERSONA_IN_USE', message: `persona ${id} answers phone numbers`, details };
}

export function noDraftVersion(id: string): Problem {
  return { status: 400, code: 'NO_DRAFT_VERSION', message: `persona ${id} has no draft`, details: { persona_id: id } };
}

export function versionNotFound(id: string, versionId: string): Problem {
  const message = `persona ${id} has no version ${versionId}`;
  return { status: 404, code: 'VERSION_NOT_FOUND', message, details: { persona_id: id, version_id: versionId } };
}

export function numberNotAttached(id: string, number: string): Problem {
  const details = { persona_id: id, phone_number: number };
  return { status: 404, code: 'NUMBER_NOT_ATTACHED', message: `${number} is not attached to persona ${id}`, details };
}
