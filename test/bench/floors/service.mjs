/** What the floors share: files and requests, without anything that is not needed. */
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { parse } from 'yaml';

const agent = new Agent({ keepAlive: true });

export function readDesired() {
  const names = readdirSync('personas', { recursive: true }).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => parse(readFileSync(join('personas', name), 'utf8')));
}

export async function readPages(wanted) {
  const live = [];
  for (let page = 1; page <= Math.ceil(wanted / 100); page += 1) {
    live.push(...(await send('GET', `/v1/personas?page=${page}&limit=100`)));
  }
  return live;
}

export function send(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: process.env.BLAND_API_KEY, 'content-type': 'application/json' };
    const outgoing = request(process.env.BLAND_BASE_URL + path, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')).data));
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
