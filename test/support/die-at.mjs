/**
 * Loaded before the built program (`node --import`): kills it as it is about to change the file system for the DIE_AT-th
 * time, and without DIE_AT says at its end how often it did.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.DIE_AT ?? 0);
let changes = 0;

for (const name of ['open', 'writeFile', 'mkdir', 'link', 'rename', 'rm', 'unlink']) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (name !== 'open' || /[wa]/.test(String(args[1]))) changes += 1;
    if (changes === at) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}
syncBuiltinESMExports();

if (at === 0) process.on('exit', () => process.stderr.write(`changes: ${changes}\n`));
