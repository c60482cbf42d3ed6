/** A server that writes bytes as told, whether or not they are HTTP. */
import { createServer, type Socket } from 'node:net';

export interface RawServer {
  readonly url: string;
  /** The first line of each request, and the connection (counted from 1) that it came on. */
  readonly requests: { readonly line: string; readonly connection: number }[];
  close(): Promise<void>;
}

/** Told of each request: its first line, and its place on this connection, counted from 1. */
export type RawAnswer = (socket: Socket, line: string, place: number) => void;

export async function startRawServer(answer: RawAnswer): Promise<RawServer> {
  const requests: { readonly line: string; readonly connection: number }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const connection = sockets.size;
    let place = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const line = bytes.toString('latin1').split('\r\n')[0] ?? '';
      if (!/HTTP\/1\.1$/.test(line)) return;
      place += 1;
      requests.push({ line, connection });
      answer(socket, line, place);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A whole answer with a length. */
export function rawAnswer(body: string | Buffer, headers: readonly string[] = [], status = '200 OK'): Buffer {
  const head = [`HTTP/1.1 ${status}`, 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  return Buffer.concat([Buffer.from(`${[...head, ...headers].join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}
