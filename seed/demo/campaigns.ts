import type { Urn } from '../../src/kernel/urn.ts';
import { BEGIN } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { AIRFLOW, LAKE, WAREHOUSE } from './places.ts';

/**
 * Predictions that come back: whom the churn model gives up on is written to by a campaign, and that we wrote to them is
 * a feature of the same model.
 */
export function tellCampaigns(story: Story, { campaigns }: { readonly campaigns: Table }) {
  const tell = story.by('openlineage', BEGIN);
  const scores = tellTable(
    tell,
    LAKE,
    'scores/churn_daily',
    {
      description: 'How likely each customer is to leave, scored every night.',
      datasetType: 'FILE',
      storageLayer: 'parquet',
      tags: ['predictions'],
    },
    {
      customer_id: 'string: The customer.',
      score: 'double: Chance of leaving within 60 days, 0 to 1.',
      scored_at: 'timestamp: When.',
      model_version: 'string: Which version said so.',
    },
  );
  const contacts = tellTable(
    tell,
    WAREHOUSE,
    'analytics.campaign_contacts',
    { description: 'Who was written to, by which campaign.', datasetType: 'TABLE', tags: ['silver', 'pii'] },
    {
      customer_id: 'varchar: The customer.',
      campaign_id: 'varchar: The campaign.',
      contacted_at: 'timestamp: When.',
      churn_score: 'float: The score that decided it.',
    },
  );
  const retentionCampaign = tellJob(story.by('openlineage', BEGIN, 'OBSERVED'), AIRFLOW, 'retention_campaign', {
    props: {
      description: 'Writes to those who are likely to leave.',
      jobType: 'TASK',
      processingType: 'BATCH',
      integration: 'AIRFLOW',
      expectedIntervalSeconds: 86_400,
    },
    reads: { scores, campaigns },
    writes: [contacts],
    columns: {
      customer_id: 'scores.customer_id',
      campaign_id: 'campaigns.campaign_id',
      contacted_at: 'scores.scored_at',
      churn_score: 'scores.score',
    },
    filters: 'scores.score campaigns.channel',
  });
  const owned: Urn[] = [scores.id, contacts.id, retentionCampaign.id];
  story.by('api', BEGIN).owns(team('growth'), owned);
  return { scores, contacts, retentionCampaign };
}
