/** The texts of a repository's commits: each object is read and decoded once, whatever commits share it. */

import type { GitObjects } from '../git/objects.ts';
import type { Found, TreeEntry } from '../git/trees.ts';
import { Trees } from '../git/trees.ts';
import { LARGEST_FILE } from '../load/read.ts';
import { decodeUtf8 } from '../load/utf8.ts';

/** `unreadable`: no text that this program would read, so that no commit with it was ever applied. */
export type PastText = { readonly text: string } | 'unavailable' | 'unreadable';

export class PastTexts {
  readonly trees: Trees;
  readonly #objects: GitObjects;
  readonly #texts = new Map<string, Promise<PastText>>();

  constructor(objects: GitObjects) {
    this.#objects = objects;
    this.trees = new Trees(objects);
  }

  /** The file at a path of a commit's tree, relative to the repository's top. */
  async file(tree: string, path: string): Promise<Found<TreeEntry>> {
    const found = await this.trees.find(tree, path);
    return typeof found === 'object' && found.kind !== 'file' ? 'absent' : found;
  }

  text(sha: string): Promise<PastText> {
    const known = this.#texts.get(sha) ?? this.#objects.read(sha).then(asText);
    this.#texts.set(sha, known);
    return known;
  }
}

/** What stands in git for a file that Git LFS keeps elsewhere. Source: the pointer file of the Git LFS specification. */
const POINTER = 'version https://git-lfs.github.com/spec/';

function asText(bytes: Buffer | null): PastText {
  if (bytes === null) return 'unavailable';
  if (bytes.length > LARGEST_FILE) return 'unreadable';
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return 'unreadable';
  return decoded.text.startsWith(POINTER) ? 'unavailable' : { text: decoded.text };
}
