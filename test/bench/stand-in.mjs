/**
 * A stand-in for the service that costs next to nothing: every answer is kept as bytes, and held back for the latency.
 * The emulator is not used, since its own work would be part of what is measured; the tests use it.
 *
 * `PUT /control {"size", "changed", "latency", "small"}` sets the scene, `GET /control` tells the requests since. The same
 * answers are given by https on a second port, whose certificate is made in the folder that the first argument names.
 */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { labelOf, liveOf, smallLiveOf } from './fleet.mjs';
import { auth0Of } from './peers/auth0.mjs';
import { makeCertificate } from './peers/certificate.mjs';
import { kubernetesOf } from './peers/kubernetes.mjs';

let scene = { live: [], byId: new Map(), labels: [], latency: 0, foreign: [] };
let counts = { reads: 0, writes: 0 };

function setScene({ size, changed, latency, small }) {
  const isChanged = (number) => changed > 0 && number % Math.floor(size / changed) === 0;
  const live = Array.from({ length: size }, (_, number) => (small ? smallLiveOf : liveOf)(number, isChanged(number)));
  const labels = live.map((_, number) => labelOf(number, isChanged(number)));
  const foreign = [kubernetesOf(size, isChanged), auth0Of(size, isChanged)];
  scene = { live, byId: new Map(live.map((persona) => [persona.id, persona])), labels, latency, foreign };
  counts = { reads: 0, writes: 0 };
  pages.clear();
  for (let page = 1; page <= Math.ceil(size / 100); page += 1) pageOf(`/v1/personas?page=${page}&limit=100`);
}

const pages = new Map();

function pageOf(url) {
  const known = pages.get(url);
  if (known !== undefined) return known;
  const query = new URL(url, 'http://stand-in').searchParams;
  const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('limit') ?? 20)];
  const bytes = bytesOf({ data: scene.live.slice((page - 1) * limit, page * limit), errors: null });
  pages.set(url, bytes);
  return bytes;
}

function bytesOf(value) {
  return Buffer.from(JSON.stringify(value));
}

/** Root fields change at once, all others on the draft, as the service does it. */
function patched(persona, fields) {
  const root = ['name', 'role', 'description', 'tags', 'image_url'];
  const pick = (isRoot) => Object.fromEntries(Object.entries(fields).filter(([key]) => root.includes(key) === isRoot));
  const next = {
    ...persona,
    ...pick(true),
    current_draft_version: { ...persona.current_draft_version, ...pick(false) },
  };
  scene.byId.set(persona.id, next);
  return next;
}

/** GitHub's labels, for the peer that keeps those. */
function answerLabels(method, url) {
  if (method !== 'GET') return [200, bytesOf({})];
  const query = new URL(url, 'http://stand-in').searchParams;
  const [page, limit] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)];
  return [200, bytesOf(scene.labels.slice((page - 1) * limit, page * limit))];
}

/** ElevenLabs' agents, for the peer that pushes those: what was sent is what is there. */
const agents = new Map();

function answerAgent(method, url, body) {
  if (method === 'PATCH') agents.set(url, JSON.parse(body));
  return [200, bytesOf({ agent_id: url.split('/').at(-1), version_id: 'v1', ...agents.get(url) })];
}

/** Whichever of the other APIs knows the address. */
function answerForeign(method, url, body) {
  for (const answerOne of scene.foreign) {
    const answered = answerOne(method, url, body);
    if (answered !== null) return [answered[0], bytesOf(answered[1])];
  }
  return [404, bytesOf({})];
}

function answer({ method, url }, body) {
  if (url.startsWith('/repos/')) return answerLabels(method, url);
  if (url.startsWith('/v1/convai/agents/')) return answerAgent(method, url, body);
  if (url.startsWith('/v1/personas?')) return [200, pageOf(url)];
  if (!url.startsWith('/v1/')) return answerForeign(method, url, body);
  const persona = scene.byId.get(url.slice('/v1/personas/'.length));
  if (persona === undefined) return [404, bytesOf({ data: null, errors: [{ error: 'PERSONA_NOT_FOUND' }] })];
  const shown = method === 'PATCH' ? patched(persona, JSON.parse(body)) : persona;
  return [200, bytesOf({ data: shown, errors: null })];
}

function send(response, [status, bytes]) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

async function listener(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  if (request.url === '/control') {
    if (request.method === 'PUT') setScene(JSON.parse(body));
    return send(response, [200, bytesOf(counts)]);
  }
  counts[request.method === 'GET' ? 'reads' : 'writes'] += 1;
  const ready = answer(request, body);
  if (scene.latency === 0) send(response, ready);
  else setTimeout(send, scene.latency, response, ready);
}

/** Starts the server on a port of its own, and gives `127.0.0.1:PORT`. */
async function listen(server) {
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${server.address().port}`;
}

const url = `http://${await listen(createServer(listener))}`;
const certificate = makeCertificate(process.argv[2]);
const secureHost = certificate === null ? '' : await listen(createSecureServer(certificate, listener));
process.on('disconnect', () => process.exit(0));
process.send?.({ url, secureHost, certificate: certificate?.file ?? '' });
