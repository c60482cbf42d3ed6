/** A service's address: https, or http on a loopback address only, so that a key never travels in the clear. */

export const PUBLIC_SERVICE = 'https://api.bland.ai';

export type ReadAddress =
  | { readonly ok: true; readonly address: string }
  /** `shown` may be printed; `right` is what to write instead, and `advice` stands in its place where it is not null. */
  | {
      readonly ok: false;
      readonly shown: string;
      readonly why: string;
      readonly right: string;
      readonly advice: string | null;
    };

/** The address without trailing slashes (`https://api.bland.ai`, a path such as `/eu` is kept), or why it is refused. */
export function readAddress(text: string): ReadAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return refuse(text, 'is not an address', `an address such as ${PUBLIC_SERVICE}`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return refuse(url.host, 'must have no user, password, query or fragment', url.origin);
  if (!isSafe(url)) {
    const advice = 'Use https:// (http:// is for loopback addresses only).';
    return { ...refuse(text, 'is not safe for a key', ''), advice };
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/v1')) return { ok: true, address: url.origin + path };
  return refuse(text, 'ends in /v1, which is added by this tool', url.origin + path.slice(0, -'/v1'.length));
}

function refuse(shown: string, why: string, right: string): Extract<ReadAddress, { readonly ok: false }> {
  return { ok: false, shown, why, right, advice: null };
}

function isSafe(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
