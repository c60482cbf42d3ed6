/**
 * A stand-in for GitHub's command line: `gh api` and `gh run download`, with the arguments that the recipes use. Every
 * call is recorded. The program itself (`gh.mjs`, put on the PATH as `gh`) only carries its arguments here and the answer
 * back; what it may do is what the token in its environment may.
 */
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { raw } from 'jq-wasm';
import picomatch from 'picomatch';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import { answer } from './routes.ts';
import type { GitHub } from './state.ts';

/** What `gh.mjs` sends. */
interface Called {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly token: string;
  readonly repository: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GhService {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveGh(github: GitHub): Promise<GhService> {
  const server: Server = createServer(async (request, response) => {
    const called = (await json(request)) as Called;
    const ended = await run(github, called).catch((error: Error) => ({
      exit: 70,
      stdout: '',
      stderr: String(error.stack),
    }));
    github.calls.push({ argv: called.argv, exit: ended.exit });
    response.end(JSON.stringify(ended));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function run(github: GitHub, called: Called): Promise<Ended> {
  const [first, second] = called.argv;
  if (called.token === '')
    return failed(4, 'To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.');
  if (first === 'api') return callApi(github, called);
  if (first === 'run' && second === 'download') return download(github, called);
  return failed(1, `unknown command "${first} ${second}" for "gh"`);
}

const API_OPTIONS = {
  method: { type: 'string', short: 'X' },
  'raw-field': { type: 'string', short: 'f', multiple: true },
  field: { type: 'string', short: 'F', multiple: true },
  jq: { type: 'string', short: 'q' },
  paginate: { type: 'boolean' },
} as const;

async function callApi(github: GitHub, { argv, cwd, token, repository, env }: Called): Promise<Ended> {
  const { values, positionals } = parseArgs({ args: argv.slice(1), options: API_OPTIONS, allowPositionals: true });
  const [endpoint = ''] = positionals;
  const fields: JsonObject = {
    ...Object.fromEntries((values['raw-field'] ?? []).map(divide)),
    ...Object.fromEntries(await Promise.all((values.field ?? []).map((field) => readField(field, cwd)))),
  };
  const method = values.method ?? (Object.keys(fields).length > 0 ? 'POST' : 'GET');
  const request = { method, path: endpoint.replace('{owner}/{repo}', repository), fields };
  const { status, body } = answer(github, request, token);
  if (status >= 400) return failed(1, `gh: ${messageOf(body)} (HTTP ${status})`);
  return { exit: 0, stdout: await printed(body, values.jq, env), stderr: '' };
}

/** `key=value`. */
function divide(field: string): [string, string] {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
}

async function readField(field: string, cwd: string): Promise<[string, string]> {
  const [name, value] = divide(field);
  return [name, value.startsWith('@') ? await readFile(path.resolve(cwd, value.slice(1)), 'utf8') : value];
}

async function printed(body: JsonValue, filter: string | undefined, env: Called['env']): Promise<string> {
  if (filter === undefined) return `${JSON.stringify(body)}\n`;
  const output = await raw(JSON.stringify(body), `${JSON.stringify(env)} as $ENV | ${filter}`, ['-r', '-c']);
  return output === '' ? '' : `${output.replace(/\n$/, '')}\n`;
}

function messageOf(body: JsonValue): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : 'error';
}

const DOWNLOAD_OPTIONS = {
  name: { type: 'string', short: 'n' },
  pattern: { type: 'string', short: 'p' },
  dir: { type: 'string', short: 'D' },
  repo: { type: 'string', short: 'R' },
} as const;

/** One artifact by name into the folder itself; several by pattern into a folder each, as the real one does. */
async function download(github: GitHub, { argv, cwd, token }: Called): Promise<Ended> {
  const { values, positionals } = parseArgs({ args: argv.slice(2), options: DOWNLOAD_OPTIONS, allowPositionals: true });
  if ((github.tokens.get(token)?.actions ?? 'none') === 'none') {
    return failed(1, 'HTTP 403: Resource not accessible by integration');
  }
  const isWanted = picomatch(values.pattern ?? values.name ?? '*');
  const found = github.artifacts.filter(
    ({ run, name, expired }) => String(run.id) === positionals[0] && isWanted(name) && !expired,
  );
  if (found.length === 0) return failed(1, 'no artifact matches any of the names or patterns provided');
  const target = path.resolve(cwd, values.dir ?? '.');
  for (const { name, folder } of found) {
    const place = values.name === undefined ? path.join(target, name) : target;
    await mkdir(place, { recursive: true });
    // One by one: that the folder is there is no conflict, though newer Nodes say so.
    for (const file of await readdir(folder))
      await cp(path.join(folder, file), path.join(place, file), { recursive: true, force: false, errorOnExist: true });
  }
  return { exit: 0, stdout: '', stderr: '' };
}

async function failed(exit: number, message: string): Promise<Ended> {
  return { exit, stdout: '', stderr: `${message}\n` };
}
