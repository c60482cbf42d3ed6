/** What the figures belong to: the machine, its load, and the size of what is installed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function machine() {
  const [first] = os.cpus();
  return {
    node: process.version,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: first?.model ?? 'unknown',
    cores: os.cpus().length,
    memory_gb: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg().map((load) => Number(load.toFixed(1))),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** In bytes, as npm packs and unpacks it. */
export function packageSize() {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(output);
  const { dependencies = {} } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  return { packed: size, unpacked: unpackedSize, files: entryCount, dependencies: Object.keys(dependencies).length };
}
