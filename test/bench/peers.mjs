/**
 * What a team would use instead, each as its users run it, against the same stand-in. They are installed in a folder of
 * their own, which `BENCH_PEERS` names, and never with this project: `npm install github-label-sync bland-cli` there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('./peers/', import.meta.url));

const inPeers = (name) => existsSync(join(process.env.BENCH_PEERS ?? '', 'node_modules', name));
const onPath = (name) => process.env.PATH.split(':').some((folder) => existsSync(join(folder, name)));

/** `most`: the largest size that takes under three minutes. `oneByOne`: it reads each object for itself. */
export const PEERS = [
  {
    name: 'github-label-sync',
    command: process.execPath,
    args: [join(HERE, 'github-label-sync.cjs')],
    isThere: () => inPeers('github-label-sync'),
    oneByOne: false,
    most: 500,
  },
  {
    name: 'curl and jq in a loop',
    command: 'sh',
    args: [join(HERE, 'curl-loop.sh')],
    isThere: () => onPath('curl') && onPath('jq'),
    oneByOne: true,
    most: 500,
  },
  {
    name: '@elevenlabs/cli agents push',
    command: join(process.env.BENCH_PEERS ?? '', 'node_modules', '.bin', 'elevenlabs'),
    args: ['agents', 'push', '--base-url'],
    takesUrl: true,
    isThere: () => inPeers('@elevenlabs/cli'),
    oneByOne: true,
    most: 500,
  },
  {
    name: 'bland-cli in a loop',
    command: 'sh',
    args: [join(HERE, 'bland-cli-loop.sh')],
    isThere: () => inPeers('bland-cli') && onPath('jq'),
    oneByOne: true,
    most: 100,
  },
];

export const PEER_SIZES = [10, 100, 500];

/** Not timed, and why. */
export const UNTIMED = [
  [
    'auth0-deploy-cli',
    'installs, but talks to its domain over https alone, and reads some thirty kinds of objects that a stand-in would have to have',
  ],
  [
    'kubectl apply',
    'speaks only to a server that tells its API by discovery and OpenAPI, which no stand-in of ours does',
  ],
];
