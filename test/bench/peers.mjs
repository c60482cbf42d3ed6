/**
 * What a team would use instead, each as its users run it, against the same stand-in. They are installed in a folder of
 * their own, which `BENCH_PEERS` names, and never with this project:
 * `npm install github-label-sync bland-cli @elevenlabs/cli auth0-deploy-cli` there. On the PATH belong `curl`, `jq`,
 * `kubectl` (in Debian: kubernetes-client) and `openssl`, which makes the certificate for auth0-deploy-cli, since that
 * talks https only. What is not installed is skipped.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('./peers/', import.meta.url));

const inPeers = (name) => existsSync(join(process.env.BENCH_PEERS ?? '', 'node_modules', name));
const onPath = (name) => process.env.PATH.split(':').some((folder) => existsSync(join(folder, name)));

/**
 * `most`: the largest size that takes under three minutes. `oneByOne`: it reads each object for itself. `env`: what it
 * gets beside the environment of all, from what the stand-in told. `before`: the arguments of a run that is not timed,
 * which is for kubectl: it keeps for hours what it learned of the API under HOME, so users hardly ever wait for that.
 *
 * `small`: our personas have no more in them than one of its labels has, 60 bytes instead of 4 KB.
 *
 * auth0-deploy-cli is to keep clients alone, as all others keep one kind; it writes each of them, changed or not.
 */
const LABELS = {
  command: process.execPath,
  args: [join(HERE, 'github-label-sync.cjs')],
  isThere: () => inPeers('github-label-sync'),
  oneByOne: false,
  most: 500,
};

export const PEERS = [
  { ...LABELS, name: 'github-label-sync' },
  { ...LABELS, name: 'github-label-sync, beside personas of a label’s size', small: true },
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
  {
    name: 'kubectl apply',
    command: 'kubectl',
    args: ['apply', '-f', 'configmaps', '--validate=false', '--server'],
    before: ['api-resources', '--server'],
    takesUrl: true,
    isThere: () => onPath('kubectl'),
    oneByOne: true,
    most: 500,
  },
  {
    name: 'auth0-deploy-cli import',
    command: join(process.env.BENCH_PEERS ?? '', 'node_modules', '.bin', 'a0deploy'),
    args: ['import', '--input_file', 'auth0'],
    env: ({ secureHost, certificate }) => ({
      NODE_EXTRA_CA_CERTS: certificate,
      AUTH0_DOMAIN: secureHost,
      AUTH0_ACCESS_TOKEN: 'token',
      AUTH0_INCLUDED_ONLY: '["clients"]',
    }),
    isThere: () => inPeers('auth0-deploy-cli') && onPath('openssl'),
    oneByOne: false,
    most: 500,
  },
];

export const PEER_SIZES = [10, 100, 500];
