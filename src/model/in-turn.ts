/** So many items are worked on before an interruption is listened to. */
const AT_A_STRETCH = 64;

/** One after the other: parsing is what takes time, and ten thousand files at once are too many. */
export async function inTurn<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of items) {
    results.push(await work(item));
    if (results.length % AT_A_STRETCH === 0) await breathe();
  }
  return results;
}

/** Lets whatever waits for the thread have it: what comes in, what goes out, a signal. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
