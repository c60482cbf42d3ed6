/**
 * The simple model of what may be live: a persona is as it was, as an edit made it, or one of these with the body of a
 * PATCH laid over it that was really sent. Whatever else is live came from nowhere.
 */
import { isJsonObject } from '../../src/model/json.ts';
import { type Content, contentOf, sameContent, written } from './content.ts';
import type { Member } from './situation.ts';
import type { Run, RunSettings, Stage } from './stage.ts';

/** One edit by somebody else. */
export interface EditEvent {
  readonly id: string;
  /** The request of the run that had come in, counted from 1. */
  readonly at: number;
  readonly from: Content;
  readonly to: Content;
}

export interface Timeline {
  readonly run: Run;
  readonly edits: readonly EditEvent[];
}

/** `plans`: edits, each at a request. The other settings go to the run. */
export async function runWithEdits(
  stage: Stage,
  argv: readonly string[],
  settings: Omit<RunSettings, 'onArrival'>,
  plans: readonly { readonly at: number; readonly id: string; readonly make: () => void }[],
  onArrival: (number: number) => void = () => {},
): Promise<Timeline> {
  const edits: EditEvent[] = [];
  const look = (id: string): Content => contentOf(stage.emulator.store.snapshot(id));
  const run = await stage.run(argv, {
    ...settings,
    onArrival: (number) => {
      for (const { at, id, make } of plans) {
        if (at !== number) continue;
        const from = look(id);
        make();
        edits.push({ id, at, from, to: look(id) });
      }
      onArrival(number);
    },
  });
  return { run, edits };
}

/** Personas that are as nobody made them. */
export function unexplained(members: readonly Member[], { run, edits }: Timeline): string[] {
  return members.flatMap((member) => {
    const before = run.before.get(member.id);
    const now = run.after.get(member.id);
    if (before === undefined || now === undefined) return [];
    let possible: readonly Content[] = [before];
    const wrong: string[] = [];
    const check = (content: Content, when: string): void => {
      if (!possible.some((one) => sameContent(one, content))) wrong.push(`${member.key} is as nobody made it, ${when}`);
    };
    for (const [index, request] of run.requests.entries()) {
      for (const { from, to } of edits.filter(({ id, at }) => id === member.id && at === index + 1)) {
        check(from, `before the edit at request ${index + 1}`);
        possible = [to];
      }
      if (request.method === 'PATCH' && request.persona === member.id && isJsonObject(request.body)) {
        const { body } = request;
        possible = [...possible, ...possible.map((one) => written(one, body))];
      }
    }
    check(now, 'in the end');
    return wrong;
  });
}

/** Kinds of faults that let the write happen before they spoil its answer. */
const AFTER_THE_WRITE = [
  'reset_after',
  'hang_after',
  'truncate',
  'html_after',
  'errors_under_200_after',
  'no_data',
  'other_id',
];

/** Whether a PATCH of this persona was really carried out. */
export function landed(run: Run, id: string): boolean {
  return run.requests.some(
    ({ method, persona, fault, at }) =>
      method === 'PATCH' &&
      persona === id &&
      at?.root.deleted_at === null &&
      (fault === null || AFTER_THE_WRITE.includes(fault)),
  );
}
