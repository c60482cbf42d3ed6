/**
 * `npm run bench`: measures every row, writes results.json and the tables in README.md. `npm run bench -- plan` measures
 * the rows whose names hold that word, and only prints. `--runs 9` for more than seven, `--no-peers` without the peers,
 * `--peer-objects 100` with none of more than a hundred objects.
 */
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFleet, writePeerFiles } from './fleet.mjs';
import { compare, runOnce, runPairs, timed } from './measure.mjs';
import { PEER_SIZES, PEERS } from './peers.mjs';
import { NOTHING, ROWS } from './rows.mjs';
import { machine, packageSize } from './surroundings.mjs';
import { lineOf, peerLine, writeTables } from './tables.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const HERE = fileURLToPath(new URL('./', import.meta.url));
const LATENCY = 50;
/** A peer that takes longer, in seconds, is timed once, and one that takes less than a third of it seven times. */
const LONG = 10;

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '7' },
    'no-peers': { type: 'boolean', default: false },
    'peer-objects': { type: 'string', default: '500' },
  },
});
const runs = Number(options.runs);
const root = mkdtempSync(join(tmpdir(), 'persona-sync-bench-'));
const standIn = fork(join(HERE, 'stand-in.mjs'), [root], { env: { PATH: process.env.PATH } });
const told = await new Promise((resolve) => standIn.once('message', resolve));
const { url } = told;
const env = {
  PATH: process.env.PATH,
  HOME: root,
  BENCH_PEERS: process.env.BENCH_PEERS ?? '',
  ELEVENLABS_API_KEY: 'sk_stand_in',
  BLAND_API_KEY: 'emulator',
  BLAND_BASE_URL: url,
};
const folders = new Map();

/** The project folder with so many personas, made once. */
function fleetOf(size, small = false) {
  const name = small ? `small-${size}` : String(size);
  const folder = folders.get(name) ?? writeFleet(root, name, size, small);
  folders.set(name, folder);
  return folder;
}

async function setScene(size, changed = 0, latency = 0, small = false) {
  await fetch(`${url}/control`, { method: 'PUT', body: JSON.stringify({ size, changed, latency, small }) });
}

async function countRequests() {
  return (await fetch(`${url}/control`)).json();
}

async function measureRow(row, node = process.execPath) {
  const wantsMemory = row.memory !== undefined;
  const wantsService = row.requests !== undefined || row.floor === 'ours';
  const side = (argv, size) => async () => {
    await setScene(wantsService ? size : 0, row.changed, row.latency);
    const cwd = fleetOf(size);
    rmSync(join(cwd, '.persona-sync'), { recursive: true, force: true });
    const result = await runOnce({ argv, cwd, env, memory: wantsMemory, node });
    return { ...result, requests: await countRequests() };
  };
  const ours = [CLI, ...row.of];
  const floor = row.floor === 'ours' ? ours : row.floor.map((word) => word.replace(/^(?=.*\.mjs$)/, `${HERE}floors/`));
  const pairs = await runPairs(side(floor, row.floorSize ?? row.size), side(ours, row.size), runs);
  const { name, beside, target } = row;
  return {
    ...{ name, beside, target, runs },
    time: compare(pairs, ({ seconds }) => seconds * 1000),
    ...(wantsMemory ? { memoryTarget: row.memory, memory: compare(pairs, ({ memory }) => memory) } : {}),
    ...(row.requests === undefined ? {} : { requestTarget: row.requests, requests: pairs.at(-1).ours.requests }),
  };
}

/** The peer and what we do for the same, in turn; as often as its time allows. */
async function measurePeer(peer, size, changed) {
  const { small = false } = peer;
  const cwd = fleetOf(size, small);
  writePeerFiles(cwd, size);
  const argv = [CLI, ...(changed === 0 ? ['plan'] : ['apply', '--auto-approve', '--concurrency', '8'])];
  const args = peer.takesUrl ? [...peer.args, url] : peer.args;
  const surroundings = { cwd, env: { ...env, ...peer.env?.(told) } };
  const theirs = async () => {
    await setScene(size, changed, LATENCY, small);
    return { seconds: await timed(peer.command, args, surroundings), requests: await countRequests() };
  };
  const ours = async () => {
    await setScene(size, changed, LATENCY, small);
    return { ...(await runOnce({ argv, cwd, env })), requests: await countRequests() };
  };
  if (peer.before !== undefined) {
    await setScene(size);
    await timed(peer.command, [...peer.before, url], surroundings);
  }
  const first = { floor: await theirs(), ours: await ours() };
  const { seconds } = first.floor;
  const more = seconds > LONG ? [] : await runPairs(theirs, ours, seconds > LONG / 3 ? 2 : 6);
  const pairs = [first, ...more];
  const time = compare(pairs, ({ seconds }) => seconds * 1000);
  const requests = { theirs: first.floor.requests, ours: first.ours.requests };
  return { name: peer.name, size, changed, oneByOne: peer.oneByOne, times: pairs.length, time, requests };
}

/** The rows that are compared with node's own start, under other Nodes: `BENCH_NODES` has their paths, with `:` between. */
async function measureNodes() {
  const results = [];
  for (const node of (process.env.BENCH_NODES ?? '').split(':').filter((path) => path !== '')) {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    for (const row of ROWS.filter(({ floor }) => floor === NOTHING)) {
      results.push({ node: version, ...(await measureRow(row, node)) });
      console.log(`Node ${version}: ${lineOf(results.at(-1))}`);
    }
  }
  return results;
}

async function measurePeers() {
  const results = [];
  for (const peer of PEERS.filter((one) => one.isThere())) {
    for (const size of PEER_SIZES.filter((one) => one <= Math.min(peer.most, Number(options['peer-objects'])))) {
      for (const changed of [0, size / 10]) {
        results.push(await measurePeer(peer, size, changed));
        console.log(peerLine(results.at(-1)));
      }
    }
  }
  return results;
}

try {
  const rows = [];
  for (const row of ROWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))) {
    rows.push(await measureRow(row));
    console.log(lineOf(rows.at(-1)));
  }
  const nodes = words.length > 0 ? [] : await measureNodes();
  const peers = options['no-peers'] || words.length > 0 ? null : await measurePeers();
  if (words.length === 0) {
    const absent = PEERS.filter((one) => !one.isThere()).map(({ name }) => [name, 'is not installed here']);
    const results = { machine: machine(), size: packageSize(), rows, nodes, peers, untimed: absent };
    writeFileSync(join(HERE, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
    writeTables(join(HERE, 'README.md'), results);
  }
} finally {
  standIn.disconnect();
  rmSync(root, { recursive: true, force: true });
}
