import { BEGIN } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tellTable } from '../table.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { AIRFLOW, LAKE } from './places.ts';

/** An export that was to last a month in 2024. Somebody still read it. */
export const DUMP_RETIRED_AT = '2026-11-05T10:00:00Z';

/** What comes from other companies, as it lands in the lake. */
export function tellLanding(story: Story) {
  const tell = story.by('openlineage', BEGIN);
  const [zendesk, ads] = [
    tell.entity('DATA_SOURCE', 'https://meridian.zendesk.com', 'zendesk', {
      description: 'Where customers complain.',
      technology: 'api',
    }),
    tell.entity('DATA_SOURCE', 'https://ads.example', 'ad-networks', {
      description: 'What was advertised where, and for how much.',
      technology: 'api',
    }),
  ];
  const ticketsExport = tellTable(
    tell,
    LAKE,
    'landing/zendesk/export',
    { description: 'The export as it came, one JSON file a day.', datasetType: 'FILE', tags: ['bronze', 'pii'] },
    { body: 'json: All of it.' },
  );
  const tickets = tellTable(
    tell,
    LAKE,
    'landing/zendesk/tickets',
    {
      description: 'Tickets of customers, one row each.',
      datasetType: 'FILE',
      storageLayer: 'parquet',
      tags: ['bronze'],
    },
    {
      ticket_id: 'bigint: Key of the ticket.',
      customer_email: 'string: Who wrote.',
      topic: 'string: What about, as Care sorted it.',
      opened_at: 'timestamp: When.',
    },
  );
  const campaigns = tellTable(
    tell,
    LAKE,
    'landing/campaigns',
    { description: 'Campaigns and what they cost.', datasetType: 'FILE', storageLayer: 'parquet', tags: ['bronze'] },
    {
      campaign_id: 'string: Key of the campaign.',
      channel: 'string: MAIL, SOCIAL, SEARCH.',
      started_at: 'timestamp: Since when it runs.',
      cost_eur: 'double: Spent so far.',
    },
  );
  const dump = tellTable(
    tell,
    LAKE,
    'exports/customer_dump_v1',
    {
      description: 'Customers as of March 2024, exported once for a survey.',
      datasetType: 'FILE',
      storageLayer: 'csv',
      tags: ['deprecated', 'pii'],
    },
    {
      customer_id: 'string: The customer.',
      birth_year: 'int: As they told it.',
      survey_group: 'string: Which questions they were asked.',
    },
  );
  const airflow = { jobType: 'TASK', processingType: 'BATCH', integration: 'AIRFLOW', expectedIntervalSeconds: 86_400 };
  const seen = story.by('openlineage', BEGIN, 'OBSERVED');
  const landTickets = tellJob(seen, AIRFLOW, 'land_tickets', {
    props: { description: 'Takes the day’s tickets out of the export.', ...airflow },
    reads: { ticketsExport },
    writes: [tickets],
  });
  tell.relation('FEEDS', zendesk, ticketsExport.id);
  tell.relation('FEEDS', ads, campaigns.id);
  const owners = story.by('api', BEGIN);
  owners.owns(team('data-platform'), [ticketsExport.id, tickets.id, landTickets.id]);
  owners.owns(team('care'), [zendesk]);
  owners.owns(team('growth'), [ads, campaigns.id, dump.id]);
  story.by('openlineage', DUMP_RETIRED_AT).retire({ id: dump.id });
  return { tickets, campaigns, dump, landTickets };
}
