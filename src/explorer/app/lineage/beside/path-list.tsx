import { EntityLink } from '../../components/entity-link.tsx';
import type { PathPartsFragment } from '../../generated/operations.ts';
import { tellNumber } from '../../amount.ts';
import { nameIn } from '../../links.ts';
import { TEXTS } from '../../texts.ts';

/** A path in words: each node, and how what comes before it leads there. */
export function PathList({ path }: { path: PathPartsFragment }) {
  return (
    <ol className="path" aria-label={TEXTS.modes.path}>
      {path.nodes.map(({ id, entity }, place) => {
        const link = path.links[place - 1];
        return (
          <li key={`${place} ${id}`}>
            {link !== undefined && (
              <span className="path-link">
                {link.type === null ? TEXTS.lineage.viaMany(link.hops) : TEXTS.lineage.via[link.type]}
                <span>{TEXTS.lineage.provenances[link.provenance]}</span>
                {link.confidence < 1 && <span>{TEXTS.modes.confidence(tellNumber(link.confidence))}</span>}
                {link.stale && <span className="badge">{TEXTS.lineage.staleMark}</span>}
                {link.grain === 'TABLE_FALLBACK' && <span className="badge">{TEXTS.modes.coarse}</span>}
              </span>
            )}
            {entity === null ? nameIn(id) : <EntityLink entity={entity} />}
          </li>
        );
      })}
    </ol>
  );
}
