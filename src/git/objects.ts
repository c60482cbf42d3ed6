/**
 * Objects of a repository, read through one `git cat-file --batch`: asked for as they are needed, each once, however many
 * there are. Source of the format: the page git-cat-file(1), "BATCH OUTPUT".
 */
import { type GitPlace, type GitProcess, startGit } from './run.ts';

export interface GitObjects {
  /** The object's bytes, or null where this clone does not hold it. */
  read(sha: string): Promise<Buffer | null>;
  close(): Promise<void>;
}

export function openObjects(place: GitPlace): GitObjects {
  const waiting: ((bytes: Buffer | null) => void)[] = [];
  const known = new Map<string, Promise<Buffer | null>>();
  let ended = false;
  const answers = new BatchAnswers((bytes) => waiting.shift()?.(bytes));
  const onEnd = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(null);
  };
  let process: Promise<GitProcess> | null = null;
  const ask = async (sha: string): Promise<Buffer | null> => {
    process ??= startGit(['cat-file', '--batch'], place, { onBytes: (bytes) => answers.add(bytes), onEnd });
    const { send } = await process;
    if (ended) return null;
    return new Promise((resolve) => {
      waiting.push(resolve);
      send(sha);
    });
  };
  return {
    read: (sha) => {
      const asked = known.get(sha) ?? ask(sha);
      known.set(sha, asked);
      return asked;
    },
    close: async () => (await process)?.end(),
  };
}

const LF = 10;

/** Cuts what cat-file prints into its answers, in the order of the questions. */
class BatchAnswers {
  readonly #onAnswer: (bytes: Buffer | null) => void;
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many bytes must be there before it is worth looking again. */
  #needed = 1;

  constructor(onAnswer: (bytes: Buffer | null) => void) {
    this.#onAnswer = onAnswer;
  }

  add(bytes: Buffer): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#needed) return;
    let rest = Buffer.concat(this.#chunks);
    for (let cut = this.#cut(rest); cut > 0; cut = this.#cut(rest)) rest = rest.subarray(cut);
    this.#chunks = [rest];
    this.#length = rest.length;
  }

  /** Hands on the first answer of the bytes and tells where it ends; 0 where it is not whole yet. */
  #cut(bytes: Buffer): number {
    const end = bytes.indexOf(LF);
    this.#needed = bytes.length + 1;
    if (end === -1) return 0;
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(bytes.subarray(0, end).toString('latin1'))?.[1];
    const start = end + 1;
    if (size === undefined) {
      this.#onAnswer(null);
      return start;
    }
    const whole = start + Number(size) + 1;
    this.#needed = Math.max(this.#needed, whole);
    if (bytes.length < whole) return 0;
    this.#onAnswer(Buffer.from(bytes.subarray(start, whole - 1)));
    return whole;
  }
}
