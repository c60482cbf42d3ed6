/** Connections are kept and used again, and hold no run that is done. */
import { createServer } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { liveOf, personaOf, yamlOf } from '../bench/fleet.mjs';
import { closeWorlds, openWorld } from '../support/world.ts';

afterEach(closeWorlds);

it('five requests in turn take one connection, and the run ends though the service would keep it', async () => {
  const numbers = [0, 1, 2, 3, 4];
  const files = Object.fromEntries(numbers.map((number) => [`personas/${number}.yaml`, yamlOf(personaOf(number))]));
  const byPath = new Map(numbers.map((number) => [`/v1/personas/${personaOf(number).id}`, liveOf(number, false)]));
  const seen = { connections: 0, requests: 0 };
  const server = createServer((request, response) => {
    seen.requests += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: byPath.get(request.url ?? ''), errors: null }));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', () => {
    seen.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const world = await openWorld({ files, seed: [] });
    const env = { BLAND_BASE_URL: `http://127.0.0.1:${port}` };
    expect(await world.run(['plan', '--concurrency', '1'], { env })).toMatchObject({ exitCode: 0 });
    expect(seen).toEqual({ connections: 1, requests: 5 });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
