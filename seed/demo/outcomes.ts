import { BEGIN } from '../calendar.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { KAFKA, WAREHOUSE } from './places.ts';
import { tellModel } from './staging.ts';

/** What the online models answered, and what came of it. */
export function tellOutcomes(story: Story, sources: Readonly<Record<'clicks' | 'stgPayments', Table>>) {
  const { clicks, stgPayments: payments } = sources;
  const tell = story.by('openlineage', BEGIN);
  const topic = (description: string) => ({ description, datasetType: 'TOPIC', tags: ['predictions', 'streaming'] });
  const rankings = tellTable(tell, KAFKA, 'search.rankings', topic('What was shown to whom, in which order.'), {
    request_id: 'string: The search.',
    session_id: 'string: The visit.',
    product_id: 'string: The product.',
    rank: 'int: Its place, from 1.',
    model_version: 'string: Which version put it there.',
    at: 'timestamp: When.',
  });
  const decisions = tellTable(tell, KAFKA, 'fraud.decisions', topic('How each payment was judged.'), {
    transaction_id: 'string: The payment.',
    score: 'double: How likely it is fraud, 0 to 1.',
    decision: 'string: ACCEPT, REVIEW, DECLINE.',
    model_version: 'string: Which version said so.',
    at: 'timestamp: When.',
  });
  const dbt = story.by('dbt', BEGIN);
  const mart = (description: string) => ({ description, datasetType: 'TABLE', tags: ['gold', 'kpi'] });
  const searchQuality = tellTable(dbt, WAREHOUSE, 'analytics.search_quality', mart('How well search does, by day.'), {
    day: 'date: The day.',
    searches: 'number: Searches.',
    click_through_rate: 'float: Share of searches with a click.',
    conversion: 'float: Share of searches that ended in an order.',
  });
  const fraudOutcomes = tellTable(dbt, WAREHOUSE, 'analytics.fraud_outcomes', mart('What fraud cost, by day.'), {
    day: 'date: The day.',
    lost_eur: 'number(12,2): Accepted, and taken back later, in EUR.',
    declined: 'number: Payments that were declined.',
    falsely_declined: 'number: Of them, those that a review found to be honest.',
  });
  const searchModel = tellModel(story, 'search_quality', 'Joins what was shown with what was clicked.', {
    reads: { rankings, clicks },
    writes: [searchQuality],
    columns: {
      day: 'rankings.at',
      searches: 'rankings.request_id',
      click_through_rate: 'rankings.request_id clicks.request_id',
      conversion: 'rankings.request_id clicks.session_id',
    },
    filters: 'rankings.rank',
  });
  const fraudModel = tellModel(story, 'fraud_outcomes', 'Joins decisions with what the bank took back.', {
    reads: { decisions, payments },
    writes: [fraudOutcomes],
    columns: {
      day: 'decisions.at',
      lost_eur: 'payments.amount_eur payments.is_chargeback',
      declined: 'decisions.decision',
      falsely_declined: 'decisions.decision',
    },
    filters: 'decisions.transaction_id payments.transaction_id',
  });
  const owners = story.by('api', BEGIN);
  owners.owns(team('search'), [rankings.id, searchQuality.id]);
  owners.owns(team('risk'), [decisions.id, fraudOutcomes.id]);
  owners.owns(team('analytics'), [searchModel.id, fraudModel.id]);
  return { rankings, decisions, searchQuality, fraudOutcomes, searchModel, fraudModel };
}
