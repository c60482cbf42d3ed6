/**
 * `npm run bench`: measures every row, writes results.json and the table in README.md. `npm run bench -- plan` measures
 * the rows whose names hold that word, and only prints. `--runs 9` for more than seven, `--no-peers` without the peers.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFleet } from './fleet.mjs';
import { compare, runOnce, runPairs } from './measure.mjs';
import { ROWS } from './rows.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const FLOORS = fileURLToPath(new URL('./floors/', import.meta.url));
const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '7' }, 'no-peers': { type: 'boolean' } },
});
const root = mkdtempSync(join(tmpdir(), 'persona-sync-bench-'));
const standIn = fork(fileURLToPath(new URL('./stand-in.mjs', import.meta.url)));
const url = await new Promise((resolve) => standIn.once('message', (message) => resolve(message.url)));
const env = { PATH: process.env.PATH, BLAND_API_KEY: 'emulator', BLAND_BASE_URL: url };
const folders = new Map();

/** The project folder with so many personas, made once. */
function fleetOf(size) {
  const folder = folders.get(size) ?? writeFleet(root, String(size), size);
  folders.set(size, folder);
  return folder;
}

async function setScene(size, changed = 0, latency = 0) {
  await fetch(`${url}/control`, { method: 'PUT', body: JSON.stringify({ size, changed, latency }) });
}

async function countRequests() {
  return (await fetch(`${url}/control`)).json();
}

async function measureRow(row) {
  const wantsMemory = row.memory !== undefined;
  const side = (argv, size) => async () => {
    await setScene(row.requests === undefined && row.floor !== 'ours' ? 0 : size, row.changed, row.latency);
    const cwd = fleetOf(size);
    rmSync(join(cwd, '.persona-sync'), { recursive: true, force: true });
    const result = await runOnce({ argv, cwd, env, memory: wantsMemory });
    return { ...result, requests: await countRequests() };
  };
  const oursArgv = [CLI, ...row.of];
  const floorArgv =
    row.floor === 'ours' ? oursArgv : row.floor.map((word) => (word.endsWith('.mjs') ? join(FLOORS, word) : word));
  const pairs = await runPairs(
    side(floorArgv, row.floorSize ?? row.size),
    side(oursArgv, row.size),
    Number(options.runs),
  );
  return {
    name: row.name,
    beside: row.beside,
    target: row.target,
    time: compare(pairs, ({ seconds }) => seconds * 1000),
    ...(wantsMemory ? { memoryTarget: row.memory, memory: compare(pairs, ({ memory }) => memory) } : {}),
    ...(row.requests === undefined ? {} : { requestTarget: row.requests, requests: pairs.at(-1).ours.requests }),
  };
}

try {
  for (const row of ROWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))) {
    const r = await measureRow(row);
    console.log(
      r.name.padEnd(45),
      `${r.time.floor.toFixed(0)} → ${r.time.ours.toFixed(0)} ms  ${r.time.ratio.toFixed(2)} [${r.time.spread.map((x) => x.toFixed(2))}] target ${r.target}`,
      r.memory
        ? `mem ${r.memory.floor.toFixed(0)} → ${r.memory.ours.toFixed(0)} MB ${r.memory.ratio.toFixed(2)} target ${r.memoryTarget}`
        : '',
      r.requests ? JSON.stringify(r.requests) : '',
    );
  }
} finally {
  standIn.disconnect();
  rmSync(root, { recursive: true, force: true });
}
