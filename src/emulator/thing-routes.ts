/** The pages of voices, knowledge bases, tools and pathways. Their answers have the shape that the variants choose. */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '../model/json.ts';
import { failure, type WireAnswer } from './envelope.ts';
import { cutPage, DEFAULT_LIMIT } from './page.ts';
import type { Call, Route, Service } from './routes.ts';
import type { ThingKind } from './things.ts';
import { pick } from './wire.ts';

export const THING_ROUTES: readonly (readonly [pattern: string, route: Route])[] = [
  ['GET /v1/voices', (service) => answerRows(service, service.things.voices, 'voices')],
  ['GET /v1/voices/:', (service, _call, id = '') => answerOne(service, 'voices', id, 'voice')],
  ['GET /v1/knowledge', answerBases],
  ['GET /v1/knowledge/:', (service, _call, id = '') => answerOne(service, 'knowledge_bases', id, 'kb')],
  ['GET /v1/tools', (service) => answerRows(service, service.things.tools, 'tools')],
  ['GET /v1/pathway', (service) => answerRows(service, service.things.pathways.map(withoutVersions), 'pathways')],
  ['GET /v1/pathway/:', (service, _call, id = '') => answerOne(service, 'pathways', id, 'pathway')],
  ['GET /v1/pathway/:/versions', answerVersions],
  ['GET /v1/pathway/:/version/:', answerVersion],
];

function answerBases(service: Service, { url }: Call): WireAnswer {
  const [page, limit] = [
    Number(url.searchParams.get('page') ?? 1),
    Number(url.searchParams.get('limit') ?? DEFAULT_LIMIT),
  ];
  return answerRows(service, cutPage(service.things.knowledge_bases, page, limit, service.variants), 'kbs');
}

function answerOne(service: Service, kind: ThingKind, id: string, name: string): WireAnswer {
  const thing = find(service, kind, id);
  if (thing === undefined) return notFound(name, id);
  const shown = kind === 'pathways' ? { ...withoutVersions(thing), nodes: newestNodes(thing) } : thing;
  return { status: 200, body: shape(service, shown, name) };
}

function answerVersions(service: Service, _call: Call, id = ''): WireAnswer {
  const pathway = find(service, 'pathways', id);
  if (pathway === undefined) return notFound('pathway', id);
  return answerRows(
    service,
    versionsOf(pathway).map((version) => pick(version, (key) => key !== 'nodes')),
    'versions',
  );
}

function answerVersion(service: Service, _call: Call, id = '', number = ''): WireAnswer {
  const pathway = find(service, 'pathways', id);
  const version =
    pathway === undefined ? undefined : versionsOf(pathway).find((one) => String(one.version_number) === number);
  if (version === undefined) return notFound('version', number);
  return { status: 200, body: shape(service, version, 'version') };
}

function answerRows(service: Service, rows: readonly JsonObject[], name: string): WireAnswer {
  return { status: 200, body: shape(service, rows, name) };
}

function shape({ variants }: Service, value: JsonValue, name: string): JsonValue {
  switch (variants.thingShape) {
    case 'bare':
      return value;
    case 'data':
      return { data: value, errors: null };
    case 'data_named':
      return { data: { [name]: value }, errors: [] };
    case 'named':
      return { status: 'success', [name]: value };
  }
}

/** Voices have names that stand for them; their case does not count. */
function find({ things }: Service, kind: ThingKind, id: string): JsonObject | undefined {
  const isNamed = (name: JsonValue | undefined): boolean =>
    kind === 'voices' && typeof name === 'string' && name.toLowerCase() === id.toLowerCase();
  return things[kind].find((thing) => thing.id === id || isNamed(thing.name));
}

function versionsOf(pathway: JsonObject): JsonObject[] {
  const versions = ownValue(pathway, 'versions');
  return Array.isArray(versions) ? versions.filter(isJsonObject) : [];
}

function newestNodes(pathway: JsonObject): JsonValue {
  return versionsOf(pathway).at(-1)?.nodes ?? [];
}

function withoutVersions(pathway: JsonObject): JsonObject {
  return pick(pathway, (key) => key !== 'versions');
}

function notFound(name: string, id: string): WireAnswer {
  const message = `no ${name} ${id}`;
  return failure({ status: 404, code: `${name.toUpperCase()}_NOT_FOUND`, message, details: {} });
}
