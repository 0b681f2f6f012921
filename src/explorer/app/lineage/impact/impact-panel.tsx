import { tellCount, tellNumber } from '../../amount.ts';
import { Counts } from '../../components/counts.tsx';
import { EntityLink } from '../../components/entity-link.tsx';
import { Risk } from '../../components/risk.tsx';
import type { ImpactQuery } from '../../generated/operations.ts';
import { mostRisk } from '../../risk.ts';
import { TEXTS } from '../../texts.ts';
import { Choosable } from '../beside/choosable.tsx';
import { CsvLink } from '../beside/csv-link.tsx';
import { PanelPart } from '../beside/panel-part.tsx';
import { PathList } from '../beside/path-list.tsx';

type Impact = ImpactQuery['impact'];
type KpiAtRisk = Impact['kpis']['nodes'][number];

interface ImpactPanelProps {
  readonly impact: Impact;
  readonly chosen: string | null;
  /** As the export takes it. */
  readonly asked: Parameters<typeof CsvLink>[0]['asked'];
}

/** What is at risk, the greatest first, and who is to be told. */
export function ImpactPanel({ impact, chosen, asked }: ImpactPanelProps) {
  const { kpis, deployments, owners, counts } = impact;
  return (
    <>
      <PanelPart
        title={TEXTS.entity.kpisAtRisk}
        shown={kpis.nodes.length}
        total={kpis.total}
        none={TEXTS.entity.kpisNone}
        action={<CsvLink of="impact" what="kpis" asked={asked} />}
      >
        <p className="scale">
          {TEXTS.modes.leastRisk} <span className="scale-bar" aria-hidden="true" /> {TEXTS.modes.mostRisk}
        </p>
        <ul className="choosables">
          {kpis.nodes.map((each) => (
            <Choosable
              key={each.kpi.id}
              entity={each.kpi}
              chosen={chosen}
              mark={
                <Risk
                  risk={each.risk}
                  most={mostRisk(
                    'kpis',
                    kpis.nodes.map((every) => every.risk),
                  )}
                />
              }
              note={partsOf(each)}
            >
              <p className="meta">{TEXTS.modes.paths(each.path.links.length, tellCount(each.shortestPathCount))}</p>
              <PathList path={each.path} />
            </Choosable>
          ))}
        </ul>
      </PanelPart>
      <PanelPart
        title={TEXTS.kinds.DEPLOYMENT}
        shown={deployments.nodes.length}
        total={deployments.total}
        none={TEXTS.modes.noDeployments}
        action={<CsvLink of="impact" what="deployments" asked={asked} />}
      >
        <ul className="choosables">
          {deployments.nodes.map(({ deployment, risk, path }) => (
            <Choosable
              key={deployment.id}
              entity={deployment}
              chosen={chosen}
              mark={<Risk risk={risk} most={mostRisk('deployments', [])} />}
            >
              <PathList path={path} />
            </Choosable>
          ))}
        </ul>
      </PanelPart>
      <PanelPart
        title={TEXTS.entity.toTell}
        shown={owners.nodes.length}
        total={owners.total}
        none={TEXTS.modes.noOwners}
        action={<CsvLink of="impact" what="owners" asked={asked} />}
      >
        <ul className="plain-list">
          {owners.nodes.map(({ owner, ownsCount }) => (
            <li key={owner.id} className="ranked">
              <EntityLink entity={owner} />
              <span className="meta">{TEXTS.entity.ownsBelow(tellCount(ownsCount))}</span>
            </li>
          ))}
        </ul>
      </PanelPart>
      <section className="panel-part">
        <h2>{TEXTS.modes.downstream}</h2>
        {counts.length === 0 ? <p className="is-missing">{TEXTS.entity.impactNone}</p> : <Counts counts={counts} />}
      </section>
    </>
  );
}

function partsOf({ parts: { weight, confidence, stageShare } }: KpiAtRisk): string {
  const told = weight === null ? null : tellNumber(weight);
  return TEXTS.modes.riskParts(told, tellNumber(confidence), tellNumber(stageShare));
}
