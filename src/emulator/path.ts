/** The decoded segments of a path; the first one is empty. One that cannot be decoded stays as it is. */
export function pathSegments(url: URL): readonly string[] {
  return url.pathname.split('/').map(decodeSegment);
}

/** The id in a persona's path, else null. */
export function personaInPath(url: URL): string | null {
  const [, v1, personas, id] = pathSegments(url);
  return v1 === 'v1' && personas === 'personas' && id !== undefined && id !== '' ? id : null;
}

/** The values of a pattern's `:` segments, or null where the request is another one. */
export function matchRoute(pattern: string, method: string, segments: readonly string[]): readonly string[] | null {
  const [verb, path = ''] = pattern.split(' ');
  const wanted = path.split('/');
  if (verb !== method || wanted.length !== segments.length) return null;
  const fits = wanted.every((part, index) => part === segments[index] || (part === ':' && segments[index] !== ''));
  return fits ? segments.filter((_, index) => wanted[index] === ':') : null;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
