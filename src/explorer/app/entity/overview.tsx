import type { Moment } from '../generated/operations.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Tags } from '../components/tags.tsx';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';
import type { ShownEntity } from './entity-page.tsx';
import { Facts, factsOf } from './facts.tsx';
import { ImpactSummary } from './impact-summary.tsx';
import { KpiCard } from './kpi-card.tsx';

export function Overview({ entity, at }: { entity: ShownEntity; at: Moment | null }) {
  const owners = entity.owners ?? [];
  const tags = entity.tags ?? [];
  // All that a KPI says of itself stands on its card.
  const hasAbout = !('definition' in entity) || factsOf(entity).length > 0;
  return (
    <div className="overview">
      <div className="overview-main">
        <p className={entity.description === null ? 'description is-missing' : 'description'}>
          {entity.description ?? TEXTS.entity.noDescription}
        </p>
        {'definition' in entity && <KpiCard kpi={entity} at={at} />}
        {hasAbout && (
          <section aria-labelledby="about-heading" className="card">
            <h2 id="about-heading">{TEXTS.entity.about}</h2>
            <Facts entity={entity} />
          </section>
        )}
        {entity.kind !== 'PERSON' && entity.kind !== 'TEAM' && <ImpactSummary id={entity.id} at={at} />}
      </div>
      <div className="overview-side">
        <section aria-labelledby="owners-heading" className="card">
          <h2 id="owners-heading">{TEXTS.entity.owners}</h2>
          {owners.length === 0 ? (
            <p className="is-missing">{TEXTS.entity.noOwners}</p>
          ) : (
            <ul className="plain-list">
              {owners.map((owner) => (
                <li key={owner.id}>
                  <EntityLink entity={owner} />
                </li>
              ))}
            </ul>
          )}
          {tags.length > 0 && (
            <>
              <h3>{TEXTS.entity.tags}</h3>
              <div className="tags">
                <Tags tags={tags} />
              </div>
            </>
          )}
        </section>
        <section aria-labelledby="urn-heading" className="card">
          <h2 id="urn-heading">{TEXTS.entity.urn}</h2>
          <p className="urn">{entity.id}</p>
          <dl className="facts is-small">
            {entity.createdAt !== null && (
              <div>
                <dt>{TEXTS.entity.created}</dt>
                <dd>{tellTime(entity.createdAt)}</dd>
              </div>
            )}
            {entity.updatedAt !== null && (
              <div>
                <dt>{TEXTS.entity.updated}</dt>
                <dd>{tellTime(entity.updatedAt)}</dd>
              </div>
            )}
          </dl>
        </section>
      </div>
    </div>
  );
}
