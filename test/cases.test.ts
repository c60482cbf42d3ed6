/**
 * Golden folders: one situation, one folder below test/cases, run through the whole program against the emulator.
 * test/README.md describes the folder; `UPDATE_CASES=1 npm run jest -- test/cases.test.ts` writes what was printed.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCase, runCase, unreadExpectations, writeExpectations } from './support/case.ts';

const CASES = fileURLToPath(new URL('./cases', import.meta.url));
const UPDATE = process.env.UPDATE_CASES === '1';

describe('golden cases', () => {
  for (const name of readdirSync(CASES).sort()) {
    it(name.replaceAll('-', ' '), async () => {
      const folder = path.join(CASES, name);
      if (UPDATE) await writeExpectations(folder, await runCase(folder, await readCase(folder)));
      const situation = await readCase(folder);
      const results = await runCase(folder, situation);
      for (const [file, text] of results.texts) {
        expect({ file, text }).toEqual({ file, text: situation.expected.get(file) ?? '' });
      }
      expect(results.exits).toEqual(situation.steps.map((step) => step.exit));
      expect(await unreadExpectations(folder, results)).toEqual([]);
    });
  }
});
