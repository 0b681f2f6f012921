import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { tellNumber } from '../amount.ts';
import { TEXTS } from '../texts.ts';

const HEIGHT = 280;
/** A shorter drag is a click that slipped. */
const SHORTEST_DRAG = 4;

interface Value {
  readonly at: string;
  readonly value: number;
}

interface Target {
  readonly value: number | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A stretch of time, in milliseconds; it ends now where `until` is null. */
export interface Stretch {
  readonly since: number;
  readonly until: number | null;
}

interface SeriesChartProps {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly Value[];
  readonly targets: readonly Target[];
  /** What is chosen of the time, and how another is: by dragging across. */
  readonly brush?: { readonly chosen: Stretch | null; choose(stretch: Stretch): void };
}

/** Values over time, and the target in force at each. The same values stand in a table beside it. */
export function SeriesChart({ name, unit, values, targets, brush }: SeriesChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const latest = useRef(brush);
  latest.current = brush;
  const chosen = brush?.chosen ?? null;
  const [since, until] = [chosen?.since ?? null, chosen?.until ?? null];
  const hasBrush = brush !== undefined;
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    let chart = draw(box);
    const redraw = () => {
      chart.destroy();
      chart = draw(box);
    };
    const resized = new ResizeObserver(() => {
      chart.setSize({ width: box.clientWidth, height: HEIGHT });
      remark(chart);
    });
    resized.observe(box);
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      resized.disconnect();
      chart.destroy();
    };

    function draw(into: HTMLElement): UPlot {
      const sorted = values.map(({ at, value }) => ({ time: Date.parse(at), value })).sort((a, b) => a.time - b.time);
      const colour = (token: string) => getComputedStyle(into).getPropertyValue(token);
      const axis = {
        stroke: getComputedStyle(into).color,
        grid: { stroke: colour('--chart-grid'), width: 1 },
        ticks: { show: false },
      };
      const data: UPlot.AlignedData = [
        sorted.map(({ time }) => time / 1_000),
        sorted.map(({ value }) => value),
        sorted.map(({ time }) => targetAt(targets, time)),
      ];
      const options: UPlot.Options = {
        width: into.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
        // An image holds nothing that could be read or reached by itself.
        legend: { mount: (_, table) => legend.current?.append(table) },
        ...(hasBrush && {
          cursor: { drag: { x: true, y: false, setScale: false, dist: SHORTEST_DRAG } },
          hooks: { ready: [remark], setSelect: [(drawn: UPlot) => latest.current?.choose(stretchOf(drawn))] },
        }),
        axes: [
          { ...axis, font: '12px Inter Variable' },
          { ...axis, font: '12px Inter Variable', size: 64, values: (_, ticks) => ticks.map(tellNumber) },
        ],
        series: [
          { label: TEXTS.kpi.time },
          {
            label: unit === '' ? TEXTS.table.value : `${TEXTS.table.value} (${unit})`,
            stroke: colour('--chart-line'),
            width: 2,
            fill: colour('--chart-fill'),
          },
          {
            label: TEXTS.kpi.target,
            stroke: colour('--chart-target'),
            width: 1.5,
            dash: [6, 4],
            points: { show: false },
          },
        ],
      };
      return new UPlot(options, data, into);
    }

    function remark(drawn: UPlot): void {
      if (since !== null) mark(drawn, since, until);
    }
  }, [values, targets, unit, since, until, hasBrush]);
  return (
    <div className={`chart ${hasBrush ? 'has-brush' : ''}`}>
      <div ref={place} className="chart-drawing" role="img" aria-label={TEXTS.kpi.chart(name)} />
      <div ref={legend} className="chart-legend" />
    </div>
  );
}

/** Shows a stretch as though it had been dragged across. */
function mark(chart: UPlot, since: number, until: number | null): void {
  const [first, last] = [chart.scales['x']?.min ?? 0, chart.scales['x']?.max ?? 0];
  const within = (time: number) => chart.valToPos(Math.min(last, Math.max(first, time)), 'x');
  const left = within(since / 1_000);
  const width = within(until === null ? last : until / 1_000) - left;
  chart.setSelect({ left, width, top: 0, height: chart.over.clientHeight }, false);
}

function stretchOf({ select: { left, width }, posToVal }: UPlot): Stretch {
  return { since: 1_000 * posToVal(left, 'x'), until: 1_000 * posToVal(left + width, 'x') };
}

function targetAt(targets: readonly Target[], time: number): number | null {
  const isInForce = ({ validFrom, validTo }: Target) =>
    Date.parse(validFrom) <= time && (validTo === null || time < Date.parse(validTo));
  return targets.find(isInForce)?.value ?? null;
}
