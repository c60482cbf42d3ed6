/**
 * Part of `npm run soak`: every law, wherever it is tested, with new draws and forty times as many of them. A failure
 * names its seed: `LAW_SEED=… LAW_TIMES=40 npm run jest -- FILE` draws the same again.
 */
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';

process.env.LAW_SEED ??= String(randomInt(2 ** 31));
process.env.LAW_TIMES ??= '40';
jest.setTimeout(3_600_000);
process.stdout.write(`\nlaws: LAW_SEED=${process.env.LAW_SEED} LAW_TIMES=${process.env.LAW_TIMES}\n`);

const TEST = join(import.meta.dirname, '..');

for (const file of readdirSync(TEST, { recursive: true, encoding: 'utf8' })) {
  const path = join(TEST, file);
  if (path.endsWith('.test.ts') && readFileSync(path, 'utf8').includes('support/law.ts')) await import(path);
}
