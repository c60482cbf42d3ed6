/** As much of Auth0's management API as `a0deploy import` of clients needs: pages of clients, and the update of one. */
import { auth0ClientOf, codeOf } from '../fleet.mjs';

const PREFIX = '/api/v2/clients';

/** Gives what answers `(method, url, body)` for so many clients: status and value, or null if it is not asked. */
export function auth0Of(size, isChanged) {
  const patched = new Map();
  const liveOf = (number) => patched.get(number) ?? liveClientOf(number, isChanged(number));
  return (method, url, body) => {
    if (!url.startsWith(PREFIX)) return null;
    const { pathname, searchParams } = new URL(url, 'https://stand-in');
    if (pathname === PREFIX && method === 'GET') return [200, pageOf(size, liveOf, searchParams)];
    const number = Number(pathname.slice(-5));
    if (!(number < size)) return [404, { statusCode: 404, error: 'Not Found', message: 'The client does not exist' }];
    if (method === 'PATCH') patched.set(number, { ...liveOf(number), ...JSON.parse(body) });
    return [200, liveOf(number)];
  };
}

function pageOf(total, liveOf, query) {
  const [page, limit] = [Number(query.get('page') ?? 0), Number(query.get('per_page') ?? 50)];
  const start = page * limit;
  const length = Math.max(0, Math.min(limit, total - start));
  return { total, start, limit, clients: Array.from({ length }, (_, at) => liveOf(start + at)) };
}

function liveClientOf(number, isChanged) {
  const client = auth0ClientOf(number);
  return {
    ...client,
    ...(isChanged
      ? { description: 'Somebody else', custom_login_page: `${client.custom_login_page}\nAn edit in the dashboard.` }
      : {}),
    tenant: 'stand-in',
    global: false,
    client_id: `client_${codeOf(number)}`,
  };
}
