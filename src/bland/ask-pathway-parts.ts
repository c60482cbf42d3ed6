/** The versions of pathways and their nodes: one request a version, one more where it is not found. */
import { type Reference, type ReferenceAnswer, referenceKey } from '../model/reference.ts';
import { describeFailure } from '../model/service.ts';
import { type Asker, found, ODD, saysNotFound, unknown } from './ask-references.ts';
import { idsOf, nameOf, nodesIn, rowsIn, versionOf } from './reference-shapes.ts';

type Answers = readonly (readonly [key: string, answer: ReferenceAnswer])[];

/** `parts`: versions and nodes; `pathways`: what is known of their pathways, by id. */
export async function askPathwayParts(
  ask: Asker,
  parts: readonly Reference[],
  pathways: ReadonlyMap<string, ReferenceAnswer>,
): Promise<Answers> {
  const versions = new Map<string, { readonly pathway: string; readonly number: string; readonly of: Reference[] }>();
  for (const part of parts) {
    const [pathway, number] = [part.pathway ?? '', part.version ?? part.id];
    const key = JSON.stringify([pathway, number]);
    const version = versions.get(key) ?? { pathway, number, of: [] };
    versions.set(key, version);
    version.of.push(part);
  }
  const asked = [...versions.values()].map(async ({ pathway, number, of }): Promise<Answers> => {
    const known = pathways.get(pathway);
    if (known === undefined || known.status === 'missing') return [];
    const version = known.status === 'unknown' ? untold(known) : await askVersion(ask, pathway, number);
    return of.flatMap((part) => {
      const answer = part.kind === 'start_node' ? version.nodeOf(part.id) : version.itself;
      return answer === null ? [] : [[referenceKey(part), answer] as const];
    });
  });
  return (await Promise.all(asked)).flat();
}

interface AskedVersion {
  readonly itself: ReferenceAnswer;
  /** Null where the version is missing: then there is nothing to say of its nodes. */
  nodeOf(id: string): ReferenceAnswer | null;
}

function untold(answer: ReferenceAnswer): AskedVersion {
  return { itself: answer, nodeOf: () => answer };
}

async function askVersion(ask: Asker, pathway: string, number: string): Promise<AskedVersion> {
  const path = `/v1/pathway/${encodeURIComponent(pathway)}`;
  // No page says what a version is that is no number.
  if (!/^[1-9]\d*$/.test(number)) return untold(unknown('only versions with a number from 1 can be asked for'));
  const answer = await ask(`${path}/version/${number}`);
  if (answer.ok) {
    const nodes = nodesIn(answer.value);
    return { itself: found(null), nodeOf: (id) => judgeNode(id, nodes) };
  }
  if (!saysNotFound(answer.failure)) return untold(unknown(describeFailure(answer.failure)));
  const list = await ask(`${path}/versions`);
  const rows = list.ok ? rowsIn(list.value, ['versions']) : null;
  const numbers = (rows ?? []).flatMap((row) => versionOf(row) ?? []);
  if (rows === null || numbers.length < rows.length)
    return untold(
      unknown(list.ok ? ODD : `404, and the list of versions cannot be read: ${describeFailure(list.failure)}`),
    );
  if (!numbers.includes(number)) {
    const missing: ReferenceAnswer = { status: 'missing', name: null, why: null, instead: numbers };
    return { itself: missing, nodeOf: () => null };
  }
  return { itself: found(null), nodeOf: () => unknown(describeFailure(answer.failure)) };
}

function judgeNode(id: string, nodes: ReturnType<typeof nodesIn>): ReferenceAnswer {
  const node = nodes?.find((one) => idsOf(one).includes(id));
  if (node !== undefined) return found(nameOf(node));
  if (nodes === null || nodes.some((one) => idsOf(one).length === 0)) return unknown(ODD);
  return { status: 'missing', name: null, why: null, instead: nodes.flatMap(idsOf) };
}
