import { certify, type Certificate, type Premise } from '../domains/kind/certificate.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { relationId } from '../kernel/fact.ts';
import { urnParts, type Urn } from '../kernel/urn.ts';
import { RELEASE } from '../projections/topology/release-table.ts';
import type { Assessment, RatedKpi } from './assess.ts';

/** More releases to one deployment than this are not read. */
const MOST_RELEASES = 1_000;

/** What the risk rests on: the relations along the path, what its deployments serve, and what the KPI weighs. */
export async function certifyKpi(
  { target, risk, weight }: RatedKpi,
  { of, standing }: Assessment,
  context: RequestContext,
): Promise<Certificate> {
  const { nodes, links } = target.path();
  // A path that begins at a deployment has what all its releases serve, as one that comes to it otherwise than by a release.
  const entered = [null, ...links.map(({ relation }) => relation)];
  const served = nodes.filter((id, index) => {
    return urnParts(id).kind === 'DEPLOYMENT' && entered[index]?.type !== RELEASE;
  });
  const releases = await Promise.all([...new Set(served)].map((id) => releasesTo(id, context)));
  const premises: Premise[] = links.map(({ relation, from, to, confidence }) =>
    relation === null
      ? { given: 'what lies between is hidden from who asks', value: { from, to, confidence } }
      : { statement: { kind: 'RELATION', relation } },
  );
  premises.push(...releases, {
    statement: { kind: 'PROPERTY', of: target.id, name: 'definitions' },
  });
  const path = links.map(({ from, to, relation, grain }) => {
    return { from, to, relation: relation && relationId(relation), isFallback: grain === 'TABLE_FALLBACK' };
  });
  const parts = { weight, confidence: target.confidence, stageShare: target.stageShare };
  return certify(
    { type: 'KPI_AT_RISK', starts: of, kpi: target.id },
    { risk, ...parts, path },
    premises,
    standing.at,
    context,
  );

  async function releasesTo(id: Urn, { read }: RequestContext): Promise<Premise> {
    const query = { type: RELEASE, direction: 'in', first: MOST_RELEASES, after: null } as const;
    const { items, hasNext } = await read.related(id, query, standing.at);
    const keys = items.map(({ relation }) => relation.key);
    if (hasNext) return { given: `all that is released to ${id}`, value: keys.map(relationId) };
    return { all: { of: id, type: RELEASE, end: 'to' }, held: keys };
  }
}
