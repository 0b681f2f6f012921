import type { JsonObject } from '../../src/kernel/json.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { after, BEGIN } from '../calendar.ts';
import type { Story } from '../story.ts';
import type { Table } from '../table.ts';
import { tellTargets, tellValues } from './kpi-values.ts';
import { person, team, type TeamName } from './people.ts';

/** From then on retention is counted over 60 days in place of 90. */
export const RETENTION_CHANGED_AT = '2026-11-02T00:00:00Z';

type Marts = 'retentionMonthly' | 'searchQuality' | 'fraudOutcomes' | 'revenueDaily';
type Deployments = 'churnScoring' | 'churnDesk' | 'searchRanking' | 'basketRanking' | 'fraudScorer';

/** The numbers that the company is steered by. */
export function tellKpis(
  story: Story,
  marts: Readonly<Record<Marts, Table>>,
  deployments: Readonly<Record<Deployments, Urn>>,
) {
  const kpis = describeKpis(story);
  const { retentionMonthly, searchQuality, fraudOutcomes, revenueDaily } = marts;
  const tell = story.by('api', BEGIN);
  // Both that the table does and by which column, so that whoever comes from another column of it stops there.
  const measures = (table: Table, column: string, kpi: Urn) => {
    for (const id of [table.id, table.field(column)]) tell.relation('MEASURES', id, kpi);
  };
  measures(retentionMonthly, 'retention_rate', kpis.retention);
  measures(retentionMonthly, 'churned', kpis.churned);
  measures(searchQuality, 'click_through_rate', kpis.clickThrough);
  measures(searchQuality, 'conversion', kpis.conversion);
  measures(revenueDaily, 'average_basket_eur', kpis.basket);
  measures(revenueDaily, 'revenue_eur', kpis.revenue);
  measures(revenueDaily, 'margin_eur', kpis.margin);
  measures(fraudOutcomes, 'lost_eur', kpis.fraudLoss);
  // Which columns it is computed from was never written down.
  tell.relation('MEASURES', fraudOutcomes.id, kpis.falseDeclines);

  for (const [part, whole] of [
    ['churned', 'retention'],
    ['retention', 'revenue'],
    ['clickThrough', 'conversion'],
    ['conversion', 'revenue'],
    ['basket', 'revenue'],
    ['falseDeclines', 'revenue'],
    ['revenue', 'margin'],
    ['fraudLoss', 'margin'],
  ] as const) {
    tell.relation('ROLLS_UP_TO', kpis[part], kpis[whole]);
  }

  const affects = (deployment: Deployments, kpi: keyof typeof kpis, confidence: number, expectedEffect: string) =>
    tell.relation('AFFECTS', deployments[deployment], kpis[kpi], { confidence, expectedEffect });
  affects('churnScoring', 'retention', 0.8, '+1.5 points');
  affects('churnDesk', 'retention', 0.5, '+0.2 points');
  affects('searchRanking', 'clickThrough', 0.9, '+2 points');
  affects('searchRanking', 'conversion', 0.7, '+0.4 points');
  affects('basketRanking', 'basket', 0.6, '+1.20 EUR');
  affects('fraudScorer', 'fraudLoss', 0.9, '-40 %');
  affects('fraudScorer', 'falseDeclines', 0.8, '+0.3 points');
  tellTargets(story, kpis);
  tellValues(story, kpis);
  return kpis;
}

const HIGHER = 'HIGHER_IS_BETTER';
const LOWER = 'LOWER_IS_BETTER';
const SINCE = '2026-01-01T00:00:00Z';
const RETENTION = {
  id: '2026-01',
  formula: 'ordered within 90 days / ordered within the 90 days before',
  unit: 'percent',
  direction: HIGHER,
  stage: 'retention',
  weight: 3,
  validFrom: SINCE,
};

function describeKpis(story: Story) {
  const tell = story.by('api', BEGIN);
  const kpi = (area: TeamName, name: string, description: string, definition: JsonObject): Urn => {
    const definitions = { id: '2026-01', validFrom: SINCE, ...definition };
    const id = tell.entity('BUSINESS_KPI', area, name, { description, definitions });
    tell.owns(team(area), [id]);
    return id;
  };
  const kpis = {
    retention: kpi('growth', 'customer-retention', 'How many customers stay.', RETENTION),
    churned: kpi('growth', 'churned-customers', 'How many customers left.', {
      ...{ formula: 'active customers without an order since', unit: 'customers a month' },
      ...{ direction: LOWER, stage: 'retention', weight: 1 },
    }),
    clickThrough: kpi('search', 'click-through-rate', 'How many searches end in a click.', {
      ...{ formula: 'searches with a click / searches', unit: 'percent', direction: HIGHER },
      ...{ stage: 'growth', weight: 1 },
    }),
    conversion: kpi('search', 'search-conversion', 'How many searches end in an order.', {
      ...{ formula: 'searches with an order / searches', unit: 'percent', direction: HIGHER },
      ...{ stage: 'growth', weight: 2 },
    }),
    basket: kpi('analytics', 'average-basket', 'What an order is worth.', {
      ...{ formula: 'revenue / orders', unit: 'EUR', direction: HIGHER, stage: 'growth', weight: 2 },
    }),
    fraudLoss: kpi('risk', 'fraud-loss', 'What fraud costs.', {
      ...{ formula: 'accepted payments taken back because of fraud', unit: 'EUR a day' },
      ...{ direction: LOWER, stage: 'profit', weight: 4 },
    }),
    falseDeclines: kpi('risk', 'false-declines', 'Honest customers who were turned away.', {
      ...{ formula: 'declined and found honest / declined', unit: 'percent', direction: LOWER },
      ...{ stage: 'retention', weight: 2 },
    }),
    revenue: kpi('finance', 'revenue', 'What is earned.', {
      ...{ formula: 'paid and not taken back', unit: 'EUR a day', direction: HIGHER },
      ...{ stage: 'growth', weight: 5 },
    }),
    margin: kpi('finance', 'contribution-margin', 'What is left of it.', {
      ...{ formula: '(revenue - cost of goods - fraud loss) / revenue', unit: 'percent' },
      ...{ direction: HIGHER, stage: 'profit', weight: 5 },
    }),
  };
  story.by('api', BEGIN).owns(person('helen.fischer'), [kpis.revenue, kpis.margin], 'STEWARD');

  const old = { ...RETENTION, validTo: RETENTION_CHANGED_AT };
  const next = {
    ...RETENTION,
    id: '2026-11',
    formula: 'ordered within 60 days / ordered within the 60 days before',
    weight: 4,
    validFrom: RETENTION_CHANGED_AT,
  };
  for (const [index, definitions] of [old, next].entries()) {
    const at = after(RETENTION_CHANGED_AT, index);
    story.by('api', at).entity('BUSINESS_KPI', 'growth', 'customer-retention', { definitions });
  }
  return kpis;
}
