/** A plan made and executed against an emulator, without files: for tests of apply alone. */
import { type Execution, executePlan } from '../../src/apply/execute.ts';
import type { RunJournal } from '../../src/apply/journal.ts';
import { createReader, createWriter } from '../../src/bland/client.ts';
import { createHttp } from '../../src/bland/http.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/server.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { DesiredPersona } from '../../src/model/persona.ts';
import type { Plan } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { judgeAnswer } from '../../src/plan/judge.ts';
import { NOTHING_GUARDED } from '../../src/plan/permits.ts';
import type { PromoteMode } from '../../src/plan/promote.ts';
import { desiredPersona, NO_PERMITS } from './live.ts';

export interface Rig {
  readonly emulator: Emulator;
  readonly waits: readonly number[];
  /** Reads all personas and plans; with promotes where a mode says so. */
  plan(promote?: PromoteMode): Promise<Plan>;
  execute(plan: Plan, interrupted?: AbortSignal, journal?: RunJournal): Promise<Execution>;
  close(): Promise<void>;
}

/** `wanted`: id → what its file sets. */
export async function createRig(
  wanted: Readonly<Record<string, JsonObject>>,
  options: Omit<EmulatorOptions, 'keys'>,
): Promise<Rig> {
  const emulator = await startEmulator({ keys: ['emulator'], ...options });
  const http = createHttp({ baseUrl: emulator.url, key: 'emulator', userAgent: 'test', timeout: 300 });
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const client = { http, now: () => new Date(), sleep, random: () => 0.5 };
  const reader = createReader(client);
  const desired = Object.entries(wanted).map(([id, set]) =>
    desiredPersona({ name: id, ...set }, { id, key: id, name: id }),
  );
  return {
    emulator,
    waits,
    plan: async (promote = 'never') => {
      const read = async (one: DesiredPersona) => ({
        desired: one,
        read: judgeAnswer(one.id ?? '', await reader.get(one.id ?? '')),
      });
      const reads = await Promise.all(desired.map(read));
      const about = {
        files: desired.length,
        baseUrl: emulator.url,
        environment: null,
        createdAt: new Date(),
        commit: null,
      };
      return buildPlan({ reads, ...about, diagnostics: [], keyInUse: null, promote, ...NO_PERMITS });
    },
    execute: (plan, interrupted = new AbortController().signal, journal) => {
      const run = {
        plan,
        reader,
        writer: createWriter(client),
        journal: journal ?? null,
        concurrency: 4,
        interrupted,
        seen: new Map(),
        guarded: NOTHING_GUARDED,
        taken: new Set<string>(),
        recordId: async () => null,
        findId: async () => null,
      };
      return executePlan({ ...run, keyInUse: null, sleep, random: () => 0.5 });
    },
    close: async () => {
      http.close();
      await emulator.close();
    },
  };
}

/** The PATCHes that were sent: id and body. */
export function writesOf(emulator: Emulator): [string | null, JsonObject][] {
  return emulator.requests
    .filter((request) => request.method === 'PATCH')
    .map(({ persona, body }) => [
      persona,
      typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {},
    ]);
}
