import { BEGIN } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story } from '../story.ts';
import { team } from './people.ts';
import { FLINK, KAFKA, LAKE } from './places.ts';

/** What visitors do, and what is computed of it while they do it. */
export function tellWeb(story: Story, { ordersPlaced }: { readonly ordersPlaced: Table }) {
  const tell = story.by('openlineage', BEGIN);
  const clicks = tellTable(
    tell,
    KAFKA,
    'web.clicks',
    { description: 'Each click on a product.', datasetType: 'TOPIC', tags: ['streaming', 'tier-1'] },
    {
      event_id: 'string: Key of the click.',
      session_id: 'string: The visit.',
      customer_id: 'string: Who, where known.',
      product_id: 'string: What was clicked.',
      request_id: 'string: The search that showed it, if any.',
      at: 'timestamp: When.',
    },
  );
  const sessions = tellTable(
    tell,
    LAKE,
    'events/sessions',
    {
      description: 'Visits that are over, one row each.',
      datasetType: 'FILE',
      storageLayer: 'iceberg',
      tags: ['silver'],
    },
    {
      session_id: 'string: Key of the visit.',
      customer_id: 'string: Who, where known.',
      clicks: 'bigint: How many clicks it had.',
      seconds: 'bigint: How long it took.',
      ended_at: 'timestamp: When half an hour had passed without a click.',
    },
  );
  const popularity = tellTable(
    tell,
    KAFKA,
    'features.product_popularity',
    { description: 'What is wanted right now, by product.', datasetType: 'TOPIC', tags: ['streaming'] },
    {
      product_id: 'string: The product.',
      clicks_5m: 'long: Clicks in five minutes.',
      orders_5m: 'long: Orders in five minutes.',
    },
  );
  const flink = { jobType: 'JOB', processingType: 'STREAMING', integration: 'FLINK' };
  const seen = story.by('openlineage', BEGIN, 'OBSERVED');
  const sessionize = tellJob(seen, FLINK, 'sessionize_clicks', {
    props: { description: 'Gathers clicks into visits.', ...flink },
    reads: { clicks },
    writes: [sessions],
  });
  const countPopularity = tellJob(seen, FLINK, 'product_popularity', {
    props: { description: 'Counts clicks and orders by product over five minutes.', ...flink },
    reads: { clicks, placed: ordersPlaced },
    writes: [popularity],
    columns: {
      product_id: 'clicks.product_id',
      clicks_5m: 'clicks.event_id',
      orders_5m: 'placed.order_id',
    },
    filters: 'clicks.at placed.placed_at',
  });
  const tracker = tell.entity('DATA_SOURCE', 'https://www.meridian.example', 'web-tracker', {
    description: 'The script in the shop’s pages that sends clicks.',
    technology: 'http',
  });
  tell.relation('FEEDS', tracker, clicks.id);
  const owners = story.by('api', BEGIN);
  owners.owns(team('data-platform'), [tracker, clicks.id, sessions.id, sessionize.id]);
  owners.owns(team('search'), [popularity.id, countPopularity.id]);
  return { clicks, sessions, popularity, sessionize, countPopularity };
}
