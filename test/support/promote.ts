/** One persona to be updated and promoted, against an emulator, without files. */
import type { Execution } from '../../src/apply/execute.ts';
import type { SeedPersona } from '../../src/emulator/seed.ts';
import type { Variants } from '../../src/emulator/variants.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Plan } from '../../src/model/plan.ts';
import { createRig, type Rig } from './apply.ts';

/** The file says `new`; what is live differs as a test says. */
const SET: JsonObject = { personality_prompt: 'new', call_config: { voice: 'June' } };
const LIVE: SeedPersona = {
  id: 'p-1',
  name: 'p-1',
  personality_prompt: 'old',
  call_config: { voice: 'June', speed: 1 },
  webhook: 'a',
};

let rig: Rig;

/** For `afterEach`. */
export const closeRig = (): Promise<void> => rig.close();
export const execute: Rig['execute'] = (...given) => rig.execute(...given);
export const emulatorOf = (): Rig['emulator'] => rig.emulator;
export const planAgain = (): Promise<Plan> => rig.plan('after_update');

interface Setting {
  readonly live?: JsonObject;
  readonly variants?: Partial<Variants>;
}

export async function planned({ live = {}, variants = {} }: Setting = {}): Promise<Plan> {
  rig = await createRig({ 'p-1': SET }, { seed: [{ ...LIVE, ...live }], variants });
  return rig.plan('after_update');
}

export const statuses = ({ outcomes }: Execution) =>
  outcomes.map(({ action, status, reason }) => [action, status, reason]);
export const sent = () => rig.emulator.requests.map(({ method }) => method).join(' ');
export const productionOf = (): JsonObject =>
  rig.emulator.store.snapshot('p-1').current_production_version as JsonObject;
export const versions = (): number => {
  const all = rig.emulator.store.versions('p-1');
  return all.ok ? all.value.length : 0;
};
export const PROMOTE = '/versions/promote';
/** Before the nth request after the plan, counted from 1, is carried out. */
export const at = (method: string, nth: number, act: () => void): void => {
  let seen = 0;
  rig.emulator.onRequest((request) => {
    if (request.method === method) seen += 1;
    if (request.method === method && seen === nth) act();
  });
};
export const edit = (fields: JsonObject): void => rig.emulator.store.edit('p-1', fields);
