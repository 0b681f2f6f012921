import { tellNumber } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { Answered, Empty } from '../components/states.tsx';
import { TableFrame } from '../components/table-frame.tsx';
import { TimeForm } from '../components/time-form.tsx';
import { KpiObservationsDocument } from '../generated/operations.ts';
import { momentIn } from '../moment.ts';
import { TEXTS } from '../texts.ts';
import { tellDay, tellTime } from '../time.ts';
import { CausesLink } from './causes-link.tsx';
import { Cut, observedIn, type Observed } from '../components/observed.tsx';
import { SeriesChart } from '../components/series-chart.tsx';

interface ObservationsProps {
  readonly id: string;
  readonly name: string;
  readonly query: URLSearchParams;
}

/** A KPI's values against its targets, and what it meant when. The address may name a window: `since` and `until`. */
export function Observations({ id, name, query }: ObservationsProps) {
  const [since, until] = [query.get('since'), query.get('until')];
  const asked = useAsked(KpiObservationsDocument, { id, at: momentIn(query), since, until });
  return (
    <>
      <TimeForm names={['since', 'until']} query={query} isRow />
      <Answered asked={asked} rows={6}>
        {(answer) => {
          const kpi = observedIn(answer);
          if (kpi === null) {
            const isWindow = since !== null || until !== null;
            const { inWindow, atAll } = TEXTS.kpi.noObservations;
            return <Empty title={TEXTS.entity.empty}>{isWindow ? inWindow : atAll}</Empty>;
          }
          const { nodes } = kpi.observations;
          return (
            <>
              <Cut kpi={kpi}>{TEXTS.kpi.chooseWindow}</Cut>
              <SeriesChart name={name} unit={kpi.definition?.unit ?? ''} values={nodes} targets={kpi.targets ?? []} />
              <p>
                <CausesLink id={id} query={query} />
              </p>
              <Definitions definitions={kpi.definitions ?? []} />
              <details className="values">
                <summary>{TEXTS.kpi.values}</summary>
                <Values values={nodes} />
              </details>
            </>
          );
        }}
      </Answered>
    </>
  );
}

function Definitions({ definitions }: { definitions: NonNullable<Observed['definitions']> }) {
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

function Values({ values }: { values: Observed['observations']['nodes'] }) {
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
