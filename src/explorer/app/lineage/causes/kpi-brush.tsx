import { useMemo } from 'react';
import { refine } from '../../address.ts';
import { useAsked } from '../../ask.ts';
import { Answered } from '../../components/states.tsx';
import { Cut, observedIn } from '../../components/observed.tsx';
import { SeriesChart, type Stretch } from '../../components/series-chart.tsx';
import { KpiObservationsDocument, type EntityNameFragment } from '../../generated/operations.ts';
import { wholeSecond } from '../../moment.ts';
import { TEXTS } from '../../texts.ts';

interface KpiBrushProps {
  readonly kpi: EntityNameFragment;
  readonly since: string | null;
  readonly until: string | null;
}

/** What was observed of a KPI, to choose on it the window in which something happened. */
export function KpiBrush({ kpi, since, until }: KpiBrushProps) {
  const asked = useAsked(KpiObservationsDocument, { id: kpi.id });
  const chosen = useMemo(() => stretchOf(since, until), [since, until]);
  return (
    <Answered asked={asked} rows={5}>
      {(answer) => {
        const observed = observedIn(answer);
        if (observed === null) return null;
        return (
          <section className="brush" aria-label={TEXTS.entity.tabs.observations}>
            <Cut kpi={observed} />
            <SeriesChart
              name={kpi.name}
              unit={observed.definition?.unit ?? ''}
              values={observed.observations.nodes}
              targets={observed.targets ?? []}
              brush={{ chosen, choose: (stretch) => refine(asAddress(stretch)) }}
            />
            <p className="meta">{TEXTS.modes.brush}</p>
          </section>
        );
      }}
    </Answered>
  );
}

function stretchOf(since: string | null, until: string | null): Stretch | null {
  const begin = since === null ? NaN : Date.parse(since);
  const end = until === null ? null : Date.parse(until);
  return Number.isNaN(begin) || Number.isNaN(end) ? null : { since: begin, until: end };
}

function asAddress({ since, until }: Stretch): Record<string, string | null> {
  return { since: wholeSecond(since), until: until === null ? null : wholeSecond(until) };
}
