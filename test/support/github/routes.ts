/** The REST API of the stand-in: method and path → answer, with the permission that each call needs. */
import type { JsonObject, JsonValue } from '../../../src/model/json.ts';
import {
  artifactShape,
  type Comment,
  commentShape,
  type GitHub,
  issueShape,
  type Permissions,
  pullShape,
  REPOSITORY_NAME,
  ROBOT,
  runShape,
  takeId,
} from './state.ts';

export interface Request {
  readonly method: string;
  /** Without the host; with the query. */
  readonly path: string;
  readonly fields: JsonObject;
}

export interface Answer {
  readonly status: number;
  readonly body: JsonValue;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** Scope and level; any of them is enough. */
  readonly needs: readonly [scope: string, level: 'read' | 'write'][];
  readonly answer: (github: GitHub, found: Found) => Answer;
}

interface Found {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly fields: JsonObject;
}

const NOT_FOUND: Answer = { status: 404, body: { message: 'Not Found', status: '404' } };

/** Answers as the service would for this token. A path that no recipe should ask for is a 404. */
export function answer(github: GitHub, request: Request, token: string): Answer {
  const url = new URL(request.path.replace(/^\/?/, '/'), 'https://api.github.test');
  const permissions = github.tokens.get(token);
  if (permissions === undefined) return { status: 401, body: { message: 'Bad credentials', status: '401' } };
  for (const route of ROUTES) {
    const [, ...ids] = route.pattern.exec(url.pathname) ?? [null];
    if (route.method !== request.method || !route.pattern.test(url.pathname)) continue;
    if (!route.needs.some(([scope, level]) => isGranted(permissions, scope, level))) {
      return { status: 403, body: { message: 'Resource not accessible by integration', status: '403' } };
    }
    return route.answer(github, { ids: ids.map(String), query: url.searchParams, fields: request.fields });
  }
  return NOT_FOUND;
}

function isGranted(permissions: Permissions, scope: string, level: 'read' | 'write'): boolean {
  const granted = permissions[scope] ?? 'none';
  return granted === 'write' || granted === level;
}

function route(
  method: string,
  path: string,
  needs: readonly string[],
  answerTo: (github: GitHub, found: Found) => JsonValue | Answer,
): Route {
  const pattern = new RegExp(`^/repos/${REPOSITORY_NAME}${path.replace(/:\w+/g, '([^/]+)')}$`);
  return {
    method,
    pattern,
    needs: needs.map((need) => {
      const [scope = '', level] = need.split(':');
      return [scope, level === 'write' ? 'write' : 'read'];
    }),
    answer: (github, found) => {
      const given = answerTo(github, found);
      if (isAnswer(given)) return given;
      return { status: method === 'POST' ? 201 : 200, body: given };
    },
  };
}

function isAnswer(value: JsonValue | Answer): value is Answer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'body' in value &&
    Object.keys(value).length === 2
  );
}

const ROUTES: readonly Route[] = [
  route('GET', '/actions/artifacts', ['actions:read'], ({ artifacts }, { query }) =>
    listOf('artifacts', artifacts.filter(({ name }) => name === (query.get('name') ?? name)).map(artifactShape)),
  ),
  route('GET', '/actions/runs', ['actions:read'], ({ runs }, { query }) => {
    const wanted = runs.filter(
      ({ event, head_sha, conclusion, status, head_branch }) =>
        event === (query.get('event') ?? event) &&
        head_sha === (query.get('head_sha') ?? head_sha) &&
        head_branch === (query.get('branch') ?? head_branch) &&
        [conclusion, status].includes(query.get('status') ?? status),
    );
    return listOf('workflow_runs', wanted.map(runShape));
  }),
  route('GET', '/actions/runs/:run', ['actions:read'], ({ runs }, { ids: [run] }) => {
    const found = runs.find(({ id }) => String(id) === run);
    return found === undefined ? NOT_FOUND : runShape(found);
  }),
  route('GET', '/actions/runs/:run/artifacts', ['actions:read'], ({ artifacts }, { ids: [run], query }) => {
    const own = artifacts.filter(({ run: { id }, name }) => String(id) === run && name === (query.get('name') ?? name));
    return listOf('artifacts', own.map(artifactShape));
  }),
  route('GET', '/commits/:sha/pulls', ['pull-requests:read'], ({ pulls }, { ids: [sha] }) =>
    pulls.filter(({ headSha, mergeCommit }) => headSha === sha || mergeCommit === sha).map(pullShape),
  ),
  route('GET', '/pulls', ['pull-requests:read'], ({ pulls }, { query }) => {
    const head = query.get('head');
    return pulls
      .filter(({ headBranch }) => head === null || head === `${REPOSITORY_NAME.split('/')[0]}:${headBranch}`)
      .filter(({ state }) => state === (query.get('state') ?? 'open'))
      .map(pullShape);
  }),
  route('GET', '/issues/:number/comments', ['issues:read', 'pull-requests:read'], ({ comments }, { ids: [number] }) =>
    comments.filter(({ on }) => String(on) === number).map(commentShape),
  ),
  route('POST', '/issues/:number/comments', ['issues:write', 'pull-requests:write'], (github, { ids, fields }) => {
    const body = String(fields.body);
    if (body.length > 65_536)
      return { status: 422, body: { message: 'body is too long (maximum is 65536 characters)' } };
    const comment: Comment = { id: takeId(github), on: Number(ids[0]), author: ROBOT, body, edits: 0 };
    github.comments.push(comment);
    return commentShape(comment);
  }),
  route('PATCH', '/issues/comments/:id', ['issues:write', 'pull-requests:write'], ({ comments }, { ids, fields }) => {
    const comment = comments.find(({ id }) => String(id) === ids[0]);
    if (comment === undefined) return NOT_FOUND;
    comment.body = String(fields.body);
    comment.edits += 1;
    return commentShape(comment);
  }),
  route('GET', '/issues', ['issues:read'], ({ issues }, { query }) =>
    issues
      .filter(({ state }) => state === (query.get('state') ?? 'open') && (query.get('creator') ?? ROBOT) === ROBOT)
      .map(issueShape),
  ),
  route('GET', '/issues/:number', ['issues:read'], ({ issues }, { ids: [number] }) => {
    const found = issues.find((issue) => String(issue.number) === number);
    return found === undefined ? NOT_FOUND : issueShape(found);
  }),
  route('POST', '/issues', ['issues:write'], (github, { fields }) => {
    const number = takeId(github);
    github.issues.push({ number, title: String(fields.title), body: String(fields.body), state: 'open', edits: 0 });
    return { number, html_url: `https://github.test/${REPOSITORY_NAME}/issues/${number}` };
  }),
  route('PATCH', '/issues/:number', ['issues:write'], ({ issues }, { ids, fields }) => {
    const issue = issues.find(({ number }) => String(number) === ids[0]);
    if (issue === undefined) return NOT_FOUND;
    if (fields.title !== undefined) issue.title = String(fields.title);
    if (fields.body !== undefined) issue.body = String(fields.body);
    if (fields.state !== undefined) issue.state = fields.state === 'closed' ? 'closed' : 'open';
    issue.edits += 1;
    return issueShape(issue);
  }),
  route('POST', '/pulls', ['pull-requests:write'], (github, { fields }) => {
    const pull = openPull(github, {
      title: String(fields.title),
      body: String(fields.body),
      head: String(fields.head),
    });
    return pullShape(pull);
  }),
  route('PATCH', '/pulls/:number', ['pull-requests:write'], ({ pulls }, { ids, fields }) => {
    const pull = pulls.find(({ number }) => String(number) === ids[0]);
    if (pull === undefined) return NOT_FOUND;
    pull.body = String(fields.body ?? pull.body);
    return pullShape(pull);
  }),
];

function openPull(github: GitHub, { title, body, head }: { title: string; body: string; head: string }) {
  const pull = {
    number: takeId(github),
    headRepository: 1,
    headBranch: head,
    headSha: '',
    base: 'main',
    state: 'open' as const,
    merged: false,
    mergeCommit: null,
    title,
    body,
  };
  github.pulls.push(pull);
  return pull;
}

/** Newest first, as GitHub lists runs and artifacts. */
function listOf(name: string, items: readonly JsonObject[]): JsonObject {
  return { total_count: items.length, [name]: [...items].reverse() };
}
