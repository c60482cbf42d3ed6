/** The service's address: https, or http on a loopback address only, so that a key never travels in the clear. */
import { Stop } from '../errors.ts';

export const PUBLIC_SERVICE = 'https://api.bland.ai';

/** Returns the address without trailing slashes (`https://api.bland.ai`, a path such as `/eu` is kept), or why it is refused. */
export function parseBaseUrl(text: string): string | Stop {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) {
    return refuse(text, 'is not an address', `Set BLAND_BASE_URL to an address such as ${PUBLIC_SERVICE}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return refuse(url.host, 'must have no user, password, query or fragment', `Set BLAND_BASE_URL to ${url.origin}`);
  }
  if (!isSafe(url)) {
    return refuse(text, 'is not safe for a key', 'Use https:// (http:// is for loopback addresses only).');
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/v1')) {
    const right = url.origin + path.slice(0, -'/v1'.length);
    return refuse(text, 'ends in /v1, which is added by this tool', `Set BLAND_BASE_URL to ${right}`);
  }
  return url.origin + path;
}

function isSafe(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function refuse(text: string, what: string, hint: string): Stop {
  return new Stop('bad_address', `BLAND_BASE_URL "${text}" ${what}.`, hint);
}
