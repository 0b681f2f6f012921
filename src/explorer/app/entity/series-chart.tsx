import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { tellNumber } from '../amount.ts';
import { TEXTS } from '../texts.ts';

const HEIGHT = 280;

interface Value {
  readonly at: string;
  readonly value: number;
}

interface Target {
  readonly value: number | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

interface SeriesChartProps {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly Value[];
  readonly targets: readonly Target[];
}

/** Values over time, and the target in force at each. The same values stand in a table beside it. */
export function SeriesChart({ name, unit, values, targets }: SeriesChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    let chart = draw(box);
    const redraw = () => {
      chart.destroy();
      chart = draw(box);
    };
    const resized = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT }));
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
        axes: [
          { ...axis, font: '12px Inter Variable' },
          { ...axis, font: '12px Inter Variable', size: 64, values: (_, ticks) => ticks.map(tellNumber) },
        ],
        series: [
          {},
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
  }, [values, targets, unit]);
  return <div ref={place} className="chart" role="img" aria-label={TEXTS.kpi.chart(name)} />;
}

function targetAt(targets: readonly Target[], time: number): number | null {
  const isInForce = ({ validFrom, validTo }: Target) =>
    Date.parse(validFrom) <= time && (validTo === null || time < Date.parse(validTo));
  return targets.find(isInForce)?.value ?? null;
}
