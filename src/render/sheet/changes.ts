/** Changes and personas as a sheet shows them: what a plan, a report and drift have in common. */
import type { Plane } from '../../model/fields.ts';
import type { Change, PromoteChange } from '../../model/plan.ts';
import { groupAlike } from '../alike.ts';
import { showChange } from '../change.ts';
import { PLANE_TITLE } from '../plan.ts';
import type { PromotePart } from '../promote.ts';
import { fieldLabel } from '../words.ts';
import type { SharedChanges, SheetChange, SheetPersona } from './sheet.ts';

const PLANES: readonly Plane[] = ['immediate', 'draft'];

/** What a persona is called and what is said of it; its changes are added here. */
interface Named extends Omit<SheetPersona, 'planes' | 'fields' | 'changes' | 'also'> {
  readonly changes: readonly Change[];
  /** What a promote ships beyond its changes. */
  readonly shipped?: readonly PromotePart[];
  /** All of it is told here, whatever it shares with others. */
  readonly apart?: boolean;
}

export interface SheetChanges {
  readonly shared: readonly SharedChanges[];
  readonly personas: readonly SheetPersona[];
}

/** Equal changes once; the personas in their order, those that stand apart first. */
export function sheetChanges(personas: readonly Named[]): SheetChanges {
  const told = groupAlike(personas.filter(({ apart }) => apart !== true));
  const apart = personas
    .filter((one) => one.apart === true)
    .map((persona) => ({ persona, own: persona.changes, also: [] }));
  return {
    shared: told.shared.map(({ keys, files, changes }) => ({
      keys,
      files,
      changes: byPlane(changes).map((change) => sheetChange(change)),
    })),
    personas: [...apart, ...told.personas].map(({ persona, own, also }) => {
      const { shipped = [], apart: _, ...about } = persona;
      const all = [...persona.changes, ...shipped.flatMap(({ changes }) => changes)];
      return {
        ...about,
        planes: PLANES.filter((plane) => all.some((change) => change.plane === plane)),
        fields: [...new Set(byPlane(all).map(({ path }) => fieldLabel(path)))],
        changes: [
          ...byPlane(own).map((change) => sheetChange(change)),
          ...shipped.flatMap(({ changes, ...part }) => changes.map((change) => sheetChange(change, part))),
        ],
        also: byPlane(also).map(({ path }) => fieldLabel(path)),
      };
    }),
  };
}

/** What is on air at once comes first. */
function byPlane<C extends Pick<Change, 'plane'>>(changes: readonly C[]): C[] {
  return PLANES.flatMap((plane) => changes.filter((change) => change.plane === plane));
}

function sheetChange(change: Change | PromoteChange, part?: Pick<PromotePart, 'heading' | 'foreign'>): SheetChange {
  const { plane, sources } = change;
  const under = part ?? { heading: PLANE_TITLE[plane], foreign: false };
  return { ...showChange(change), ...under, plane, place: sources[0] ?? null };
}
