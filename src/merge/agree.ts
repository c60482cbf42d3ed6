/** Whether documents belong together: of one command, one target, one commit, all shards there, and nobody twice. */
import { Stop } from '../errors.ts';
import { shardText } from '../model/shard.ts';
import { type Document, membersOf, type Part } from './part.ts';

/** Why they must not be joined, or null. */
export function refuseMerge(parts: readonly Part[]): Stop | null {
  const [first, ...others] = parts;
  if (first === undefined) return null;
  for (const other of others) {
    const difference = FACTS.find(({ of }) => !isSame(of(first.document), of(other.document)));
    if (difference !== undefined) return refuseDifference(difference, first, other);
  }
  return refuseOtherAccounts(parts) ?? refuseShards(parts) ?? refuseOverlap(parts);
}

interface Fact {
  readonly name: string;
  of(document: Document): string | number | boolean | null | undefined;
}

const FACTS: readonly Fact[] = [
  { name: 'the command', of: (one) => one.command },
  { name: 'the address', of: (one) => one.target.base_url },
  { name: 'the environment', of: (one) => one.target.environment },
  { name: 'the commit', of: (one) => one.commit },
  { name: 'the number of persona files', of: (one) => (one.command === 'plan' ? one.summary.files : null) },
  { name: 'the plane', of: (one) => (one.command === 'drift' ? one.plane : null) },
  { name: 'the number of shards', of: (one) => one.shard?.count ?? null },
];

function isSame(a: unknown, b: unknown): boolean {
  return a === b;
}

function refuseDifference({ name, of }: Fact, first: Part, other: Part): Stop {
  const told = ({ file, document }: Part): string => `${of(document) ?? 'none'} in ${file}`;
  const message = `These documents do not belong together: ${name} is ${told(first)}, and ${told(other)}.`;
  return new Stop('merge', message, 'Join what the jobs of one run made.');
}

/** Null is what a shard without personas has, and is never compared. */
function refuseOtherAccounts(parts: readonly Part[]): Stop | null {
  const known = parts.filter(({ document }) => document.target.account !== null);
  const [first] = known;
  const other = known.find(({ document }) => document.target.account !== first?.document.target.account);
  if (first === undefined || other === undefined) return null;
  const message = `These documents do not belong together: the accounts in ${first.file} and ${other.file} differ.`;
  return new Stop('merge', message, 'Give every job the same key, and run them again.');
}

function refuseShards(parts: readonly Part[]): Stop | null {
  const files = new Map<number, string>();
  for (const { file, document } of parts) {
    if (document.shard === undefined) continue;
    const known = files.get(document.shard.index);
    if (known !== undefined) return refuseTwice(`${known} and ${file} are both of shard ${shardText(document.shard)}`);
    files.set(document.shard.index, file);
  }
  const count = parts[0]?.document.shard?.count ?? 0;
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !files.has(index));
  if (missing.length === 0) return null;
  const names = missing.map((index) => shardText({ index, count })).join(', ');
  const message =
    missing.length === 1
      ? `Shard ${names} is missing: did that job fail?`
      : `Shards ${names} are missing: did those jobs fail?`;
  return new Stop('merge', message, 'Name the documents of all jobs; where one failed, run it again.');
}

function refuseOverlap(parts: readonly Part[]): Stop | null {
  const known = new Map<string, Part>();
  for (const part of parts) {
    const names = new Set(membersOf(part.document).flatMap(({ key, id }) => [`the persona ${key}`, `the id ${id}`]));
    for (const name of names) {
      const other = known.get(name);
      if (other !== undefined) return refuseTwice(`${name} is in ${other.file} and in ${part.file}`);
      known.set(name, part);
    }
  }
  return null;
}

function refuseTwice(what: string): Stop {
  return new Stop('merge', `These documents overlap: ${what}.`, 'Name each document once, and divide with --shard.');
}
