/** What a plan costs at least, then a GET and a PATCH for each persona that differs, eight at a time. */
import { readDesired, readPages, send } from './service.mjs';

const desired = readDesired();
const live = new Map((await readPages(desired.length)).map((persona) => [persona.id, persona]));
const changed = desired.filter(({ id, role }) => live.get(id).role !== role);
await eightAtATime(changed, ({ id }) => send('GET', `/v1/personas/${id}`));
await eightAtATime(changed, ({ id, name, role, personality_prompt }) =>
  send('PATCH', `/v1/personas/${id}`, { name, role, personality_prompt }),
);

async function eightAtATime(items, work) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
