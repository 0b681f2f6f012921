import { Link } from 'react-aria-components';
import { AlertBadge } from '../components/alert-badge.tsx';
import { EntityLink } from '../components/entity-link.tsx';
import { KindLabel, KindMark } from '../components/kind-mark.tsx';
import { Tags } from '../components/tags.tsx';
import type { SearchQuery } from '../generated/operations.ts';
import { entityHref } from '../links.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { tellDay } from '../time.ts';

type Found = SearchQuery['search']['edges'][number];

export function Result({ entity, matched }: { entity: Found['node']; matched: Found['matched'] }) {
  const other = matched.filter((field) => field !== 'name');
  return (
    <li className="result">
      <KindMark kind={entity.kind} size="large" />
      <div className="result-body">
        <div className="result-head">
          <h3>
            <Link href={entityHref(entity.id)} className="result-name">
              {shownName(entity)}
            </Link>
          </h3>
          <AlertBadge alerts={entity.alerts} />
          {entity.retiredAt !== null && (
            <span className="badge">{TEXTS.entity.retired(tellDay(entity.retiredAt))}</span>
          )}
          {entity.described === false && <span className="badge">{TEXTS.entity.undescribed}</span>}
        </div>
        <p className="meta">
          <KindLabel kind={entity.kind} />
          <span className="namespace">{entity.namespace}</span>
          {other.length > 0 && <span>{TEXTS.search.matched(other)}</span>}
        </p>
        {entity.description !== null && <p className="result-description">{entity.description}</p>}
        <div className="result-foot">
          {(entity.owners ?? []).map((owner) => (
            <EntityLink key={owner.id} entity={owner} />
          ))}
          <Tags tags={entity.tags ?? []} />
        </div>
      </div>
    </li>
  );
}
