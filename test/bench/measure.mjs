/** Runs commands in turn and compares them: floor and ours back to back, so that both meet the same load of the machine. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY_HOOK = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(process.env.BENCH_MEMORY,String(process.resourceUsage().maxRSS)))`;

/** One run of a node program: `seconds`, and with `memory` the most that it held, in MB. Rejects unless it ends as expected. */
export function runOnce({ argv, cwd, env, memory = false, exits = [0], node = process.execPath }) {
  const scratch = memory ? mkdtempSync(join(tmpdir(), 'bench-')) : null;
  const file = scratch === null ? '' : join(scratch, 'memory');
  const hook = scratch === null ? [] : ['--import', MEMORY_HOOK];
  return timed(node, [...hook, ...argv], { cwd, env: { ...env, BENCH_MEMORY: file }, exits }).then((seconds) => {
    const used = scratch === null ? null : Number(readFileSync(file, 'utf8')) / 1024;
    if (scratch !== null) rmSync(scratch, { recursive: true });
    return { seconds, memory: used };
  });
}

/** Seconds from start to end of any command. Rejects unless it ends with one of the expected exit codes. */
export function timed(command, args, { cwd, env, exits = [0] }) {
  return new Promise((resolve, reject) => {
    const errors = [];
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk) => errors.push(chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (exits.includes(code)) resolve(seconds);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${Buffer.concat(errors)}`));
    });
  });
}

/** Floor and ours in turn, so often; the first pair warms the machine up and is not counted. */
export async function runPairs(floor, ours, runs) {
  const pairs = [];
  for (let run = 0; run <= runs; run += 1) {
    const pair = { floor: await floor(), ours: await ours() };
    if (run > 0) pairs.push(pair);
  }
  return pairs;
}

export function median(numbers) {
  return quantile(numbers, 0.5);
}

export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** The median of the pairs' ratios, and how far the middle half of them spreads. */
export function compare(pairs, of) {
  const ratios = pairs.map(({ floor, ours }) => of(ours) / of(floor));
  return {
    floor: median(pairs.map(({ floor }) => of(floor))),
    ours: median(pairs.map(({ ours }) => of(ours))),
    ratio: median(ratios),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  };
}
