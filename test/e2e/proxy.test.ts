/** HTTPS_PROXY and NO_PROXY, in the built program: which way a request goes, and what is said when the way is blocked. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CliResult } from '../support/built-cli.ts';
import { startCli } from '../support/running-cli.ts';
import { closeWorlds, openWorld, personaFile, type World } from '../support/world.ts';

interface Asked {
  /** `CONNECT service.example:443` */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
}

/** What was asked of the proxy, which lets nobody through. */
let asked: Asked[];
let answersWith: number;
let firstAsked: Promise<void>;
let proxy: string;
let closeProxy: () => Promise<void>;

beforeEach(async () => {
  asked = [];
  answersWith = 502;
  const server = createServer((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    response.writeHead(answersWith).end();
  });
  server.on('connect', (request, socket) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    socket.end(`HTTP/1.1 ${answersWith} No\r\ncontent-length: 0\r\n\r\n`);
  });
  firstAsked = new Promise((resolve) => server.once('connect', () => resolve()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  proxy = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  closeProxy = () => new Promise((resolve) => server.close(() => resolve()));
});

afterEach(async () => {
  await closeWorlds();
  await closeProxy();
});

const KEY = 'sk-aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3d';
const ann = { id: 'ann', name: 'Ann', role: 'Desk' };

const openAnn = (): Promise<World> =>
  openWorld({ keys: [KEY], files: { 'personas/ann.yaml': personaFile(ann) }, seed: [ann] });

/** In this process, where waiting costs nothing. The proxy's library reads the environment of the process itself. */
async function runBehind(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['plan'],
): Promise<CliResult> {
  const world = await openAnn();
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await world.runHere(args, { env });
  } finally {
    process.env = before;
  }
}

it('the built program asks the proxy for the way, and shows it no key', async () => {
  const world = await openAnn();
  const env = { ...world.env, HTTPS_PROXY: proxy, BLAND_BASE_URL: 'https://service.example/eu' };
  const cli = startCli({ ...world, env }, ['plan']);
  await firstAsked;
  cli.signal('SIGINT');
  cli.signal('SIGTERM');
  expect(await cli.ended).toMatchObject({ exitCode: 130 });
  expect(asked[0]).toMatchObject({ line: 'CONNECT service.example:443' });
  expect(JSON.stringify(asked)).not.toContain(KEY);
  expect(world.methods()).toEqual([]);
});

describe('a proxy that lets nobody through', () => {
  it.each([403, 404, 407, 502])('with %i fails the read, and is no answer of the service', async (status) => {
    answersWith = status;
    const behind = { HTTPS_PROXY: proxy, BLAND_BASE_URL: 'https://service.example' };
    const { exitCode, stdout } = await runBehind(behind, ['plan', '--format', 'json']);
    expect(exitCode).toBe(1);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ complete: false, diagnostics: [{ code: 'persona_unreadable', key: 'ann' }] });
    expect(document.diagnostics[0].summary).toContain(`${status}`);
    expect(new Set(asked.map(({ line }) => line))).toEqual(new Set(['CONNECT service.example:443']));
  });

  it('is told in words, with what to do', async () => {
    const behind = { HTTPS_PROXY: proxy, BLAND_BASE_URL: 'https://service.example' };
    const { stdout, stderr } = await runBehind(behind);
    expect(stdout).toContain('failed: it could not be read: ');
    expect(stdout).toContain('persona-sync plan ann');
    expect(stderr + stdout).not.toMatch(/^\s+at /m);
  });
});

describe('which way a request goes', () => {
  const service = 'https://localhost:1';

  it.each([
    ['HTTPS_PROXY', 'the proxy', { HTTPS_PROXY: 'PROXY' }],
    ['https_proxy in small letters', 'the proxy', { https_proxy: 'PROXY' }],
    ['a name that NO_PROXY has', 'nobody', { HTTPS_PROXY: 'PROXY', NO_PROXY: 'localhost' }],
    ['every name in NO_PROXY', 'nobody', { HTTPS_PROXY: 'PROXY', NO_PROXY: '*' }],
    ['another name in NO_PROXY', 'the proxy', { HTTPS_PROXY: 'PROXY', NO_PROXY: 'other.example' }],
    ['an empty HTTPS_PROXY', 'nobody', { HTTPS_PROXY: '' }],
  ])('with %s, %s is asked', async (_, whom, variables) => {
    const env = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace('PROXY', proxy)]),
    );
    const { exitCode, stdout } = await runBehind({ ...env, BLAND_BASE_URL: service });
    expect(exitCode).toBe(1);
    expect(asked.length > 0 ? 'the proxy' : 'nobody').toBe(whom);
    if (whom === 'nobody') expect(stdout).toContain('ECONNREFUSED');
  });

  it('loopback by http never asks it', async () => {
    expect(await runBehind({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy })).toMatchObject({ exitCode: 0 });
    expect(asked).toEqual([]);
  });
});

it('the proxy’s own password goes to the proxy, and is shown nowhere', async () => {
  const secret = proxy.replace('http://', 'http://me:hunter2secret@');
  const { stdout, stderr } = await runBehind({ HTTPS_PROXY: secret, BLAND_BASE_URL: 'https://service.example' }, [
    'plan',
    '--verbose',
  ]);
  const password = Buffer.from('me:hunter2secret').toString('base64');
  expect(asked[0]?.headers).toMatchObject({ 'proxy-authorization': `Basic ${password}` });
  expect(stdout + stderr).not.toContain('hunter2secret');
});

it('an HTTPS_PROXY that is no address is said to be one', async () => {
  const { exitCode, stderr } = await runBehind({ HTTPS_PROXY: 'http://', BLAND_BASE_URL: 'https://service.example' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('error: HTTPS_PROXY is not an address');
  expect(stderr).toContain('→ Mend HTTPS_PROXY, or unset it.');
});
