/** Somebody else at work around a promote, and what must then hold. */
import { alwaysHolds } from './invariants.ts';
import {
  asPlanned,
  LEFT_OVER,
  promoteOutcome,
  promoteReportIsTrue,
  promotesOf,
  promotesWereShown,
  shippedAll,
} from './promote-ground.ts';
import type { Run, Stage } from './stage.ts';

const EDITED = 'https://hooks.example.com/EDITED';
const PROMPT = 'Edited in the dashboard.';

export interface Editor {
  readonly name: string;
  edit(stage: Stage, id: string): void;
}

export const EDITORS: readonly Editor[] = [
  { name: 'an unmanaged field', edit: (stage, id) => stage.emulator.store.edit(id, { draft: { webhook: EDITED } }) },
  {
    name: 'a managed field',
    edit: (stage, id) => stage.emulator.store.edit(id, { draft: { personality_prompt: PROMPT } }),
  },
  { name: 'production', edit: (stage, id) => stage.emulator.store.edit(id, { production: { skills: [] } }) },
  { name: 'a promote', edit: (stage, id) => void stage.emulator.store.promote(id) },
];

/** `isRace`: the edit came with the promote request itself, which no look can prevent. It must be told. */
export function wrongAfterEditor(run: Run, editor: Editor, { id, isRace }: { id: string; isRace: boolean }): string[] {
  const told = promoteOutcome(run, id)?.status;
  const edits = editor.name.endsWith('field') ? [EDITED, PROMPT] : [];
  const shipped = edits.some((value) => shippedAll(run.after, value).length > 0);
  const races = isRace ? (shipped && told !== 'unverified' ? ['an edit was shipped, and not told'] : []) : [];
  return [
    ...alwaysHolds(run),
    ...promotesWereShown(asPlanned(run), run),
    ...promoteReportIsTrue(run, new Set([id])),
    ...(shipped && !isRace ? ['an edit of somebody else was shipped'] : []),
    ...races,
    ...shippedAll(run.after, LEFT_OVER).map((persona) => `what is foreign in ${persona} was shipped`),
    ...(told === 'applied' && promotesOf(run, id).length === 0 ? ['applied, but nothing was sent'] : []),
  ];
}
