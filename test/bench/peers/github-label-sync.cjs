/** Runs github-label-sync as its command does, but over http to the stand-in: it knows no address but a host by https. */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const load = createRequire(join(process.env.BENCH_PEERS, 'node_modules', 'github-label-sync', 'package.json'));
const octonode = load('octonode');
const { hostname, port } = new URL(process.env.BLAND_BASE_URL);
const { client } = octonode;
octonode.client = (token) => client(token, { protocol: 'http:', hostname, port });
const quiet = { diff: () => [], success: String, warning: String };
load('github-label-sync')({
  accessToken: 'token',
  repo: 'team/fleet',
  labels: JSON.parse(readFileSync('labels.json', 'utf8')),
  format: quiet,
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
