import { Link } from 'react-aria-components';
import { PagedList } from '../canvas/paged-list.tsx';
import { KindLabel, KindMark } from '../components/kind-mark.tsx';
import type { LineageQuery } from '../generated/operations.ts';
import { entityHref, nameIn } from '../links.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';

type Node = LineageQuery['lineage']['nodes'][number];
type LineageLink = LineageQuery['lineage']['links'][number];

/** What the canvas draws, as a list by distance: for reading, and for whoever does not see the canvas. */
export function NodeList({ nodes, links }: { nodes: readonly Node[]; links: readonly LineageLink[] }) {
  const depths = [...Map.groupBy(nodes, ({ depth }) => depth)].sort(([a], [b]) => a - b);
  const linksOf = Map.groupBy(
    links.flatMap((link) => [
      { id: link.from, link },
      { id: link.to, link },
    ]),
    ({ id }) => id,
  );
  const depthOf = new Map(nodes.map(({ id, depth }) => [id, depth]));
  return (
    <div className="levels">
      {depths.map(([depth, members]) => (
        <section key={depth} className="level" aria-labelledby={`level-${depth}`}>
          <h2 id={`level-${depth}`}>
            {TEXTS.lineage.atDepth(depth)} <span className="count">{members.length}</span>
          </h2>
          <PagedList className="level-nodes" itemClass="level-node" items={members} keyOf={({ id }) => id}>
            {(node) => (
              <>
                {node.entity !== null && <KindMark kind={node.entity.kind} />}
                <span className="level-node-text">
                  <Link href={entityHref(node.id)} className="level-node-name">
                    {node.entity === null ? nameIn(node.id) : shownName(node.entity)}
                  </Link>
                  <span className="meta">
                    {node.entity !== null && <KindLabel kind={node.entity.kind} />}
                    <Via node={node} links={(linksOf.get(node.id) ?? []).map(({ link }) => link)} depthOf={depthOf} />
                  </span>
                </span>
              </>
            )}
          </PagedList>
        </section>
      ))}
    </div>
  );
}

/** The relation by which a node was met: one that joins it to a node a level nearer. */
function Via({
  node,
  links,
  depthOf,
}: {
  node: Node;
  links: readonly LineageLink[];
  depthOf: ReadonlyMap<string, number>;
}) {
  const met = links.find(({ from, to }) => (depthOf.get(from === node.id ? to : from) ?? node.depth) < node.depth);
  if (met === undefined) return null;
  const other = nameIn(met.from === node.id ? met.to : met.from);
  const relation = met.type === null ? TEXTS.lineage.viaMany(met.hops) : TEXTS.lineage.via[met.type];
  return (
    <span className="via">
      {met.from === node.id ? TEXTS.lineage.leads(relation, other) : TEXTS.lineage.led(other, relation)}
      {met.stale && <span className="badge">{TEXTS.lineage.staleMark}</span>}
      {met.grain === 'TABLE_FALLBACK' && <span className="badge">{TEXTS.modes.coarse}</span>}
    </span>
  );
}
