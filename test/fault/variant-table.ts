/** Every way in which the service may turn out other than the emulator's everyday behaviour, alone and in pairs. */
import type { Variants } from '../../src/emulator/variants.ts';

export interface VariantRow {
  readonly name: string;
  readonly variants: Partial<Variants>;
}

/** Of each *unknown* its other values; `drop` takes managed and unmanaged fields, of the root, the draft and `call_config`. */
const OTHERS: { readonly [Name in keyof Variants]: readonly Variants[Name][] } = {
  callConfig: ['merge'],
  nulls: ['ignored'],
  text: ['trimmed'],
  pathwayVersion: ['number'],
  empty: ['null', 'empty_for_null'],
  drop: [
    ['role'],
    ['kb_ids'],
    ['pathway_conditions'],
    ['call_config.voice'],
    ['call_config.background_track'],
    ['call_config.memory', 'description'],
  ],
  unknownKeys: ['refused', 'ignored'],
  patchAnswer: ['bare', 'no_versions'],
  // Without a promote these turn out no way at all: `promote.test.ts` tries them.
  promoteAnswer: [],
  promoteDrops: [],
  promotedFrom: [],
  // No run of these tests asks for what personas refer to: `unit/bland/ask-references.test.ts` tries it.
  thingShape: [],
  listRows: ['thin'],
  order: ['shuffled'],
  pageRepeats: [true],
  userId: ['another-account'],
  noDraft: [true],
  deleted: ['gone'],
};

export const ALONE: readonly VariantRow[] = Object.entries(OTHERS).flatMap(([name, values]) =>
  values.map((value) => ({ name: `${name} ${String(value)}`, variants: { [name]: value } })),
);

/** Two of different unknowns at once. */
export const PAIRS: readonly VariantRow[] = ALONE.flatMap((one, index) =>
  ALONE.slice(index + 1).flatMap((other) => {
    const variants = { ...one.variants, ...other.variants };
    const isPair = Object.keys(variants).length === 2;
    return isPair ? [{ name: `${one.name} + ${other.name}`, variants }] : [];
  }),
);
