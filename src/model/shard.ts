/** A share of the personas for one of several jobs: which ones is told by the key alone, so that the jobs need not agree. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** As documents have it. */
export interface ShardShare extends Shard {
  /** How many persona files are in it. */
  readonly files: number;
}

/** The same key is in the same shard wherever and whenever it is asked, whatever other files there are. */
export function isInShard(key: string, { index, count }: Shard): boolean {
  return mixed(hashOf(key)) % count === index - 1;
}

export function shardText({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/** FNV-1a over UTF-16 units, 32 bits (draft-eastlake-fnv). */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Lets every bit of the hash tell in its lowest ones (the finalizer of MurmurHash3): keys that differ in a digit lie apart. */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
