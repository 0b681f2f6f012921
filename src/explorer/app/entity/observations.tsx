import { tellCount, tellNumber } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { Answered, Empty, Notice } from '../components/states.tsx';
import { KpiObservationsDocument, type KpiObservationsQuery } from '../generated/operations.ts';
import { TableFrame } from '../components/table-frame.tsx';
import { TEXTS } from '../texts.ts';
import { tellDay, tellTime } from '../time.ts';
import { CausesLink } from './causes-link.tsx';
import { SeriesChart } from './series-chart.tsx';

type Kpi = Extract<NonNullable<KpiObservationsQuery['entity']>, { observations: unknown }>;

/** A KPI's values against its targets, and what it meant when. The address may name a window: `since` and `until`. */
export function Observations({ id, name, query }: { id: string; name: string; query: URLSearchParams }) {
  const asked = useAsked(KpiObservationsDocument, { id, since: query.get('since'), until: query.get('until') });
  return (
    <Answered asked={asked} rows={6}>
      {({ entity }) => {
        if (entity === null || !('observations' in entity) || entity.observations === null) return <Nothing />;
        const { nodes, total, pageInfo } = entity.observations;
        if (nodes.length === 0) return <Nothing />;
        const unit = entity.definitions?.find(({ validTo }) => validTo === null)?.unit ?? '';
        return (
          <>
            {pageInfo.hasNextPage && (
              <Notice tone="warning">{TEXTS.kpi.truncated(nodes.length, tellCount(total))}</Notice>
            )}
            <SeriesChart name={name} unit={unit} values={nodes} targets={entity.targets ?? []} />
            <p>
              <CausesLink id={id} query={query} />
            </p>
            <Definitions definitions={entity.definitions ?? []} />
            <details className="values">
              <summary>{TEXTS.kpi.values}</summary>
              <Values values={nodes} />
            </details>
          </>
        );
      }}
    </Answered>
  );
}

function Nothing() {
  return <Empty title={TEXTS.entity.empty}>{TEXTS.entity.emptyHelp.observations}</Empty>;
}

function Definitions({ definitions }: { definitions: NonNullable<Kpi['definitions']> }) {
  return (
    <section>
      <h2>{TEXTS.kpi.definitions}</h2>
      <TableFrame label={TEXTS.kpi.definitions}>
        <thead>
          <tr>
            <th scope="col">{TEXTS.kpi.formula}</th>
            <th scope="col">{TEXTS.kpi.unit}</th>
            <th scope="col">{TEXTS.kpi.weight}</th>
            <th scope="col">{TEXTS.table.from}</th>
            <th scope="col">{TEXTS.table.until}</th>
          </tr>
        </thead>
        <tbody>
          {definitions.map((each) => (
            <tr key={each.id}>
              <th scope="row">
                <code>{each.formula ?? '–'}</code>
              </th>
              <td>{each.unit ?? '–'}</td>
              <td>{tellNumber(each.weight)}</td>
              <td>{tellDay(each.validFrom)}</td>
              <td>{each.validTo === null ? TEXTS.table.inForce : tellDay(each.validTo)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}

function Values({ values }: { values: NonNullable<Kpi['observations']>['nodes'] }) {
  return (
    <TableFrame label={TEXTS.kpi.values}>
      <thead>
        <tr>
          <th scope="col">{TEXTS.table.at}</th>
          <th scope="col">{TEXTS.table.value}</th>
          <th scope="col">{TEXTS.table.samples}</th>
          <th scope="col">{TEXTS.table.source}</th>
        </tr>
      </thead>
      <tbody>
        {values.map((each) => (
          <tr key={each.at + each.source}>
            <th scope="row">{tellTime(each.at)}</th>
            <td>{tellNumber(each.value)}</td>
            <td>{each.n === null ? '–' : tellNumber(each.n)}</td>
            <td>{each.source}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
