import { tellCount } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Counts } from '../components/counts.tsx';
import { Risk } from '../components/risk.tsx';
import { Answered } from '../components/states.tsx';
import { EntityImpactDocument, type Moment } from '../generated/operations.ts';
import { Honesty } from '../components/honesty.tsx';
import { TEXTS } from '../texts.ts';

/** What depends on it: how much of each kind, which KPIs at what risk, and who is to be told. */
export function ImpactSummary({ id, at }: { id: string; at: Moment | null }) {
  const asked = useAsked(EntityImpactDocument, { id, at });
  return (
    <section aria-labelledby="impact-heading" className="card">
      <h2 id="impact-heading">{TEXTS.entity.impact}</h2>
      <Answered asked={asked} rows={3}>
        {({ impact }) => (
          <>
            {impact.counts.length === 0 && <p className="is-missing">{TEXTS.entity.impactNone}</p>}
            <div className="impact">
              <Counts counts={impact.counts} />
              {impact.kpis.nodes.length > 0 && (
                <div className="impact-part">
                  <h3>{TEXTS.entity.kpisAtRisk}</h3>
                  <ul className="plain-list">
                    {impact.kpis.nodes.map(({ kpi, risk }) => (
                      <li key={kpi.id} className="ranked">
                        <EntityLink entity={kpi} />
                        <Risk risk={risk} most={impact.kpis.nodes[0]?.risk ?? risk} />
                      </li>
                    ))}
                  </ul>
                  <Rest total={impact.kpis.total} shown={impact.kpis.nodes.length} />
                </div>
              )}
              {impact.owners.nodes.length > 0 && (
                <div className="impact-part">
                  <h3>{TEXTS.entity.toTell}</h3>
                  <ul className="plain-list">
                    {impact.owners.nodes.map(({ owner, ownsCount }) => (
                      <li key={owner.id} className="ranked">
                        <EntityLink entity={owner} />
                        <span className="meta">{TEXTS.entity.ownsBelow(tellCount(ownsCount))}</span>
                      </li>
                    ))}
                  </ul>
                  <Rest total={impact.owners.total} shown={impact.owners.nodes.length} />
                </div>
              )}
            </div>
            <Honesty answer={impact.answer} />
          </>
        )}
      </Answered>
    </section>
  );
}

function Rest({ total, shown }: { total: { value: number; exact: boolean }; shown: number }) {
  if (total.value <= shown) return null;
  return <p className="meta">{TEXTS.entity.andMore(tellCount({ value: total.value - shown, exact: total.exact }))}</p>;
}
