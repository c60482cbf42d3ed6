/**
 * Counts what really happened. A suite that never draws a case proves nothing, so each file tells how many scenarios it
 * ran and how often each fault was really injected, and fails where one never was. The file that ends last adds them up.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The files of the suite, by the name they give their tally. */
const FILES = ['faults', 'reads', 'editors', 'undo', 'signals', 'programs', 'promote', 'creates'] as const;
export type TallyName = (typeof FILES)[number];

/** At least so many scenarios in all. */
const LEAST_SCENARIOS = 2000;

export class Tally {
  readonly #name: TallyName;
  readonly #injected = new Map<string, number>();
  #scenarios = 0;

  constructor(name: TallyName) {
    this.#name = name;
  }

  /** `injected`: what each injection of this scenario is called. */
  count(injected: readonly string[]): void {
    this.#scenarios += 1;
    for (const kind of injected) this.#injected.set(kind, (this.#injected.get(kind) ?? 0) + 1);
  }

  /**
   * Prints this file's line; and, when all files of this run of jest have ended, the sum. Returns what is wrong: what
   * was expected and never injected, and too few scenarios in all.
   */
  tell(expected: readonly string[]): string[] {
    print(`fault suite, ${this.#name}: ${lineOf(this.#scenarios, this.#injected)}`);
    const folder = path.join(os.tmpdir(), `persona-sync-fault-suite-${process.ppid}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, this.#name), JSON.stringify([this.#scenarios, [...this.#injected]]));
    const missing = expected.filter((kind) => !this.#injected.has(kind)).map((kind) => `never injected: ${kind}`);
    if (readdirSync(folder).length < FILES.length) return missing;
    const [scenarios, injected] = sumOf(folder);
    rmSync(folder, { recursive: true, force: true });
    print(`fault suite, all: ${lineOf(scenarios, injected)}`);
    return scenarios < LEAST_SCENARIOS ? [...missing, `only ${scenarios} scenarios`] : missing;
  }
}

function sumOf(folder: string): [number, Map<string, number>] {
  const sum = new Map<string, number>();
  let scenarios = 0;
  for (const name of FILES) {
    const [count, injected]: [number, [string, number][]] = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    scenarios += count;
    for (const [kind, times] of injected) sum.set(kind, (sum.get(kind) ?? 0) + times);
  }
  return [scenarios, sum];
}

function lineOf(scenarios: number, injected: ReadonlyMap<string, number>): string {
  const kinds = [...injected]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([kind, times]) => `${kind} ${times}`);
  return `${scenarios} scenarios; injected: ${kinds.join(', ')}`;
}

function print(line: string): void {
  process.stdout.write(`\n${line}\n`);
}
