/** GitLab's REST API, as far as the recipe asks it. Every request is recorded. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';

export interface MergeRequest extends JsonObject {
  readonly iid: number;
  state: 'opened' | 'merged';
  source_branch: string;
  /** The squash or merge commit. */
  commit: string;
  head_pipeline: { id: number; status: string } | null;
  /** Where the default branch was before the merge. */
  before: string;
}

export interface Text extends JsonObject {
  id: number;
  body: string;
  edits: number;
}

export interface GitlabIssue extends JsonObject {
  iid: number;
  title: string;
  description: string;
  labels: string;
  state: 'opened' | 'closed';
  edits: number;
}

export interface KeptJob {
  readonly id: number;
  readonly name: string;
  readonly pipeline: number;
  readonly ref: string;
  readonly status: string;
  /** Where its artifacts are, in this test. */
  readonly folder: string;
}

export interface Gitlab {
  readonly mergeRequests: MergeRequest[];
  readonly notes: Text[];
  readonly issues: GitlabIssue[];
  readonly jobs: KeptJob[];
  readonly requests: string[];
}

export const PROJECT = '/api/v4/projects/7';
export const TOKEN = 'glpat-project';

export async function serveGitlab(): Promise<{ gitlab: Gitlab; url: string; close: () => Promise<void> }> {
  const gitlab: Gitlab = { mergeRequests: [], notes: [], issues: [], jobs: [], requests: [] };
  const server = createServer(async (request, response) => {
    const sent = new URLSearchParams(await text(request));
    gitlab.requests.push(`${request.method} ${request.url}`);
    const body = await answer(gitlab, request, Object.fromEntries(sent));
    response.statusCode = body === null ? 404 : 200;
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { gitlab, url: `http://127.0.0.1:${port}`, close };
}

type Fields = Readonly<Record<string, string>>;

async function answer(gitlab: Gitlab, request: IncomingMessage, fields: Fields): Promise<JsonValue | Buffer> {
  const url = new URL(request.url ?? '', 'http://gitlab.test');
  const route = `${request.method} ${url.pathname.replace(PROJECT, '')}`;
  const latest = /^GET \/jobs\/artifacts\/([^/]+)\/raw\/(.+)$/.exec(route);
  if (latest !== null) return fileOf(latestJob(gitlab, latest[1] ?? '', url.searchParams.get('job')), latest[2] ?? '');
  if (request.headers['private-token'] !== TOKEN) return null;
  for (const [pattern, reply] of ROUTES) {
    const [, ...ids] = pattern.exec(route) ?? [null];
    if (pattern.test(route)) return reply(gitlab, ids.map(String), fields, url.searchParams);
  }
  return null;
}

function latestJob({ jobs }: Gitlab, ref: string, name: string | null): KeptJob | undefined {
  return jobs.findLast((job) => job.ref === ref && job.name === name);
}

async function fileOf(job: KeptJob | undefined, file: string): Promise<Buffer | null> {
  const place = path.join(job?.folder ?? '/nowhere', file);
  return existsSync(place) ? readFile(place) : null;
}

type Reply = (
  gitlab: Gitlab,
  ids: readonly string[],
  fields: Fields,
  query: URLSearchParams,
) => JsonValue | Promise<Buffer | null>;

const ROUTES: readonly (readonly [RegExp, Reply])[] = [
  [
    /^GET \/repository\/commits\/([^/]+)\/merge_requests$/,
    ({ mergeRequests }, [sha]) => mergeRequests.filter(({ commit }) => commit === sha),
  ],
  [/^GET \/merge_requests\/(\d+)$/, ({ mergeRequests }, [iid]) => byNumber(mergeRequests, iid) ?? null],
  [
    /^GET \/merge_requests$/,
    ({ mergeRequests }, _, __, query) =>
      mergeRequests.filter(
        ({ state, source_branch }) => state === query.get('state') && source_branch === query.get('source_branch'),
      ),
  ],
  [
    /^POST \/merge_requests$/,
    ({ mergeRequests }, _, { source_branch = '' }) => {
      const made: MergeRequest = {
        iid: 100 + mergeRequests.length,
        state: 'opened',
        source_branch,
        commit: '',
        head_pipeline: null,
        before: '',
      };
      mergeRequests.push(made);
      return made;
    },
  ],
  [
    /^GET \/pipelines\/(\d+)\/jobs$/,
    ({ jobs }, [id]) =>
      jobs.filter(({ pipeline }) => String(pipeline) === id).map(({ folder: _, ...job }) => ({ ...job })),
  ],
  [
    /^GET \/jobs\/(\d+)\/artifacts\/(.+)$/,
    ({ jobs }, [id, file]) =>
      fileOf(
        jobs.find((job) => String(job.id) === id),
        file ?? '',
      ),
  ],
  [/^GET \/merge_requests\/\d+\/notes$/, ({ notes }) => [...notes]],
  [
    /^POST \/merge_requests\/\d+\/notes$/,
    ({ notes }, _, { body = '' }) => {
      const note: Text = { id: notes.length + 1, body, edits: 0 };
      notes.push(note);
      return note;
    },
  ],
  [
    /^PUT \/merge_requests\/\d+\/notes\/(\d+)$/,
    ({ notes }, [id], { body = '' }) => {
      const note = notes.find((one) => String(one.id) === id);
      return note === undefined ? null : Object.assign(note, { body, edits: note.edits + 1 });
    },
  ],
  [
    /^GET \/issues$/,
    ({ issues }, _, __, query) =>
      issues.filter(({ state, labels }) => state === query.get('state') && labels === query.get('labels')),
  ],
  [/^GET \/issues\/(\d+)$/, ({ issues }, [iid]) => byNumber(issues, iid) ?? null],
  [
    /^POST \/issues$/,
    ({ issues }, _, { title = '', description = '', labels = '' }) => {
      const issue: GitlabIssue = { iid: issues.length + 1, title, description, labels, state: 'opened', edits: 0 };
      issues.push(issue);
      return issue;
    },
  ],
  [
    /^PUT \/issues\/(\d+)$/,
    ({ issues }, [iid], { description, state_event }) => {
      const issue = byNumber(issues, iid);
      if (issue === undefined) return null;
      issue.edits += 1;
      if (description !== undefined) issue.description = description;
      if (state_event === 'close') issue.state = 'closed';
      return issue;
    },
  ],
];

function byNumber<T extends { readonly iid: number }>(items: readonly T[], iid: string | undefined): T | undefined {
  return items.find((item) => String(item.iid) === iid);
}
