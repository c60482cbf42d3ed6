import type { ServerResponse } from 'node:http';
import { exactJson } from '../model/exact-json.ts';
import type { WireAnswer } from './envelope.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Writing answers on the wire. Nothing here throws when the client has gone. */

export function sendAnswer(response: ServerResponse, { status, body }: WireAnswer): void {
  sendText(response, status, JSON_TYPE, exactJson(body));
}

export function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** The head and half of the bytes it promises; then the connection ends. */
export function sendHalf(response: ServerResponse, { status, body }: WireAnswer): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

const CHUNK = `"${'x'.repeat(16_383)}",`;

/** A JSON list that never ends, as fast as the client reads, until the connection is closed. */
export function sendEndlessly(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': JSON_TYPE });
  response.write('{"data":[');
  const send = () => {
    if (!response.destroyed && response.write(CHUNK)) setImmediate(send);
  };
  response.on('drain', send);
  send();
}
