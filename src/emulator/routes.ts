import { isJsonObject, isStringList, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { failure, success, type WireAnswer } from './envelope.ts';
import { DEFAULT_LIMIT } from './page.ts';
import { matchRoute, pathSegments } from './path.ts';
import { noSuchPath, wrongRequest } from './problems.ts';
import type { PersonaStore } from './store.ts';
import type { Stored } from './stored.ts';
import { THING_ROUTES } from './thing-routes.ts';
import type { Things } from './things.ts';
import type { Variants } from './variants.ts';
import { isSetByService, pick } from './wire.ts';

/** What a route needs to know of a request. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  /** The body as JSON; undefined where there is none, or where it is no JSON. */
  readonly body: JsonValue | undefined;
}

/** What the routes answer from. */
export interface Service {
  readonly store: PersonaStore;
  /** What personas refer to. */
  readonly things: Things;
  readonly variants: Variants;
  /** Requests a second, as `GET /v1/me` tells it. */
  readonly orgRateLimit: number;
}

export type Route = (service: Service, call: Call, ...params: readonly string[]) => WireAnswer;

const PERSONA = '/v1/personas/:';

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['GET /v1/me', answerAccount],
  ['GET /v1/personas', answerList],
  ['POST /v1/personas', ({ store }, call) => withObject(call, (body) => answerStored(store.create(body)))],
  [`GET ${PERSONA}`, ({ store }, _call, id = '') => answerStored(store.get(id))],
  [`PATCH ${PERSONA}`, answerPatch],
  [`DELETE ${PERSONA}`, answerDelete],
  [`GET ${PERSONA}/versions`, answerVersions],
  [`GET ${PERSONA}/versions/:`, ({ store }, _call, id = '', version = '') => answerStored(store.version(id, version))],
  [`POST ${PERSONA}/versions/promote`, answerPromote],
  [
    `POST ${PERSONA}/inbound/attach`,
    ({ store }, call, id = '') => withNumbers(call, (numbers) => answerNumbers(store.attach(id, numbers))),
  ],
  [
    `POST ${PERSONA}/inbound/detach`,
    ({ store }, call, id = '') => withNumbers(call, (numbers) => answerNumbers(store.detach(id, numbers))),
  ],
  [`PATCH ${PERSONA}/inbound/:/settings`, answerSettings],
  ...THING_ROUTES,
]);

/** The answer to a request whose key was accepted. An unknown path is a 404. */
export function answerCall(service: Service, call: Call): WireAnswer {
  const segments = pathSegments(call.url);
  for (const [pattern, route] of ROUTES) {
    const params = matchRoute(pattern, call.method, segments);
    if (params !== null) return route(service, call, ...params);
  }
  return failure(noSuchPath(call.method, call.url.pathname));
}

function answerAccount({ variants, orgRateLimit }: Service): WireAnswer {
  return success({ id: variants.userId, org_rate_limit: orgRateLimit });
}

function answerList({ store, variants }: Service, { url }: Call): WireAnswer {
  const rows = store.list(countIn(url, 'page', 1), countIn(url, 'limit', DEFAULT_LIMIT));
  return success(variants.listRows === 'thin' ? rows.map(withoutVersions) : rows, []);
}

function answerVersions({ store, variants }: Service, _call: Call, id = ''): WireAnswer {
  const stored = store.versions(id);
  if (!stored.ok) return failure(stored.problem);
  return success(variants.listRows === 'thin' ? stored.value.map(withoutContent) : stored.value);
}

function answerPatch({ store, variants }: Service, call: Call, id = ''): WireAnswer {
  return withObject(call, (body) => {
    const stored = store.patch(id, body);
    if (!stored.ok) return failure(stored.problem);
    switch (variants.patchAnswer) {
      case 'persona':
        return success(stored.value);
      case 'bare':
        return { status: 200, body: stored.value };
      case 'no_versions':
        return success(withoutVersions(stored.value));
    }
  });
}

function answerPromote({ store, variants }: Service, _call: Call, id = ''): WireAnswer {
  const stored = store.promote(id);
  if (!stored.ok) return failure(stored.problem);
  switch (variants.promoteAnswer) {
    case 'persona':
      return success(stored.value);
    case 'version':
      return success(ownValue(stored.value, 'current_production_version') ?? null);
    case 'empty':
      return success(null);
  }
}

function answerDelete({ store }: Service, { url }: Call, id = ''): WireAnswer {
  const stored = store.delete(id, url.searchParams.get('force') === 'true');
  return stored.ok ? success({ success: true, message: `persona ${id} was deleted` }) : failure(stored.problem);
}

function answerSettings({ store }: Service, call: Call, id = '', number = ''): WireAnswer {
  return withObject(call, (body) => {
    const settings = ownValue(body, 'persona_settings');
    if (settings !== null && !isJsonObject(settings)) {
      return failure(wrongRequest('persona_settings must be an object or null'));
    }
    return answerStored(store.setNumberSettings(id, number, settings));
  });
}

function answerStored(stored: Stored<JsonValue>): WireAnswer {
  return stored.ok ? success(stored.value) : failure(stored.problem);
}

const NUMBERS_ANSWER: ReadonlySet<string> = new Set([
  'id',
  'name',
  'user_id',
  'inbound_numbers',
  'created_at',
  'updated_at',
]);

/** Attach and detach answer with a part of the root only. */
function answerNumbers(stored: Stored<JsonObject>): WireAnswer {
  return stored.ok ? success(pick(stored.value, (name) => NUMBERS_ANSWER.has(name))) : failure(stored.problem);
}

function withObject({ body }: Call, answer: (body: JsonObject) => WireAnswer): WireAnswer {
  return isJsonObject(body) ? answer(body) : failure(wrongRequest('the body must be a JSON object'));
}

function withNumbers(call: Call, answer: (numbers: readonly string[]) => WireAnswer): WireAnswer {
  return withObject(call, (body) => {
    const numbers = ownValue(body, 'inbound_numbers');
    if (!isStringList(numbers) || numbers.length === 0) {
      return failure(wrongRequest('inbound_numbers must be a list of phone numbers'));
    }
    return answer(numbers);
  });
}

function withoutVersions(persona: JsonObject): JsonObject {
  return pick(persona, (name) => name !== 'current_draft_version' && name !== 'current_production_version');
}

function withoutContent(version: JsonObject): JsonObject {
  return pick(version, isSetByService);
}

function countIn(url: URL, name: string, absent: number): number {
  const text = url.searchParams.get(name) ?? '';
  return /^\d+$/.test(text) ? Number(text) : absent;
}
