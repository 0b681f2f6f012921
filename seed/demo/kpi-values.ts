import type { Urn } from '../../src/kernel/urn.ts';
import { after, BEGIN, DAYS, on } from '../calendar.ts';
import { noise } from '../noise.ts';
import type { Story } from '../story.ts';
import { CHURN_EXPERIMENT_SINCE, EXPERIMENT_SINCE, REPLACED_AT } from './serving.ts';

type Kpi = 'retention' | 'clickThrough' | 'basket' | 'fraudLoss';

/** What is to be reached this year; retention was promised more once it came to be counted over fewer days. */
export function tellTargets(story: Story, kpis: Readonly<Record<Kpi, Urn>>): void {
  const tell = story.by('api', after(BEGIN, 1));
  for (const [kpi, area, name, value] of [
    ['retention', 'growth', 'customer-retention', 82],
    ['clickThrough', 'search', 'click-through-rate', 31],
    ['fraudLoss', 'risk', 'fraud-loss', 1_000],
  ] as const) {
    const id = tell.entity('BUSINESS_KPI', area, name, {
      targets: { id: '2026', value, validFrom: '2026-01-01T00:00:00Z' },
    });
    if (id !== kpis[kpi]) throw new Error(`${id} is not the KPI that it is told of`);
  }
}

/** What the KPIs were from day to day; the day after, the warehouse says it. */
export function tellValues(story: Story, kpis: Readonly<Record<Kpi, Urn>>): void {
  const weekend = (day: number) => (new Date(on(day, '00:00')).getUTCDay() % 6 === 0 ? 1 : 0);
  const aDay = (kpi: Urn, valueOn: (day: number) => number, spread: number) => {
    for (let day = 0; day < DAYS - 1; day++) {
      const value = valueOn(day) + spread * (noise(kpi, day) + noise(kpi, day, 'more') - 1);
      story
        .by('dbt', on(day, '00:00'))
        .observe(kpi, 'kpi', on(day, '00:00').slice(0, 10), Math.round(value * 100) / 100);
    }
  };
  aDay(kpis.clickThrough, (day) => 30.2 - 0.8 * weekend(day), 0.5);
  // The fraud model that serves since lets payments pass that the one before did not.
  aDay(kpis.fraudLoss, (day) => 890 + 140 * weekend(day) + (on(day, '12:00') > REPLACED_AT ? 310 : 0), 90);
  aDay(kpis.basket, (day) => 54 + 1.5 * weekend(day), 1);
  for (let day = 0; day < DAYS - 1; day += 7) {
    story.by('dbt', on(day, '00:00')).observe(kpis.retention, 'kpi', on(day, '00:00').slice(0, 10), 80.6 - 0.05 * day);
  }
  // What an order was worth, by which version ranked what was shown beside it.
  for (let day = EXPERIMENT_SINCE + 1; day < DAYS - 1; day++) {
    tellArms(story, kpis.basket, day, { control: 54, treatment: 55.4 }, { many: 900, variance: 880 });
  }
  // How many stayed of those whom each of two versions scored.
  for (let day = 0; on(day, '00:00') < REPLACED_AT; day++) {
    if (on(day, '00:00') < CHURN_EXPERIMENT_SINCE) continue;
    tellArms(story, kpis.retention, day, { control: 79.4, treatment: 82.1 }, { many: 4_500, variance: 1_580 });
  }
}

function tellArms(
  story: Story,
  kpi: Urn,
  day: number,
  means: Readonly<Record<string, number>>,
  { many, variance }: { readonly many: number; readonly variance: number },
): void {
  for (const [arm, mean] of Object.entries(means)) {
    const n = many + Math.round(200 * noise(arm, day));
    const value = Math.round((mean + 2 * (noise(kpi, arm, day) - 0.5)) * 100) / 100;
    const key = `${on(day, '00:00').slice(0, 10)} ${arm}`;
    story.by('dbt', on(day, '00:00')).observe(kpi, 'kpi.part', key, { value, n, variance, arm });
  }
}
