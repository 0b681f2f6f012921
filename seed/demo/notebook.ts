import { formatUrn } from '../../src/kernel/urn.ts';
import { after, BEGIN, on } from '../calendar.ts';
import { tellJob } from '../job.ts';
import { tellRun } from '../run.ts';
import { tellTable, type Table } from '../table.ts';
import type { Story } from '../story.ts';
import { person, team } from './people.ts';
import { DBT, NOTEBOOKS, SHOP_DB, WAREHOUSE } from './places.ts';

/** Mondays on which the notebook ran. The export that it reads is gone since the fifth of November. */
const MONDAYS = [3, 10, 17, 24, 31, 38];
const GONE_SINCE = 27;

/**
 * The customer segments: found in a notebook by somebody who has left since, and in production all the same.
 * What the notebook uses of its inputs nobody can tell.
 */
export function tellNotebook(story: Story, { stgOrders, dump }: Readonly<Record<'stgOrders' | 'dump', Table>>) {
  const tell = story.by('openlineage', BEGIN);
  const segments = tellTable(
    tell,
    WAREHOUSE,
    'analytics.customer_segments',
    { description: 'Which kind of customer each one is, one row a customer.', datasetType: 'TABLE', tags: ['tier-1'] },
    {
      customer_id: 'varchar: The customer.',
      segment: 'varchar: Bargain hunter, loyal, once only, sleeping.',
      segment_score: 'float: How clearly it is that one, 0 to 1.',
    },
  );
  const notebook = tellJob(story.by('openlineage', BEGIN, 'OBSERVED'), NOTEBOOKS, 'customer_segments.ipynb', {
    props: {
      description: 'Clusters customers; runs on a schedule since it was “only for now”.',
      jobType: 'NOTEBOOK',
      processingType: 'BATCH',
      integration: 'PAPERMILL',
      expectedIntervalSeconds: 7 * 86_400,
      tags: ['notebook'],
    },
    reads: { stgOrders, dump },
    writes: [segments],
  });
  // Named in the notebook's text, found by a scan of the repository, described by nobody.
  const survey = formatUrn('DATASET', SHOP_DB, 'survey.answers');
  story.by('code-scan', BEGIN, 'INFERRED').relation('READ_BY', survey, notebook.id, { columns: 'OPAQUE' });
  for (const day of MONDAYS) {
    const startedAt = on(day, '04:30');
    if (day < GONE_SINCE) {
      const run = tellRun(story, notebook, { startedAt, seconds: 1_260 });
      story.by('openlineage', after(startedAt, 1_260)).observe(segments.id, 'row_count', run, 181_000 + 190 * day);
    } else {
      const failure = 'NoSuchKey: s3://meridian-lake/exports/customer_dump_v1';
      tellRun(story, notebook, { startedAt, seconds: 12, failure });
    }
  }
  const owners = story.by('api', BEGIN);
  owners.owns(person('jonas.weber'), [segments.id, notebook.id]);
  owners.owns(team('growth'), [notebook.id], 'STEWARD');
  return { segments, notebook };
}

/** Who reads what, as far as a business intelligence tool's log tells: it names reports and no more. */
export function tellReports(story: Story, tables: readonly Table[]): void {
  const report = formatUrn('JOB', 'looker', 'weekly_board_report');
  const scan = story.by('looker-log', on(6, '08:00'), 'INFERRED');
  for (const { id } of tables) scan.relation('READ_BY', id, report, { columns: 'OPAQUE' });
  // Not in the directory: a contractor, perhaps.
  story.by('dbt', BEGIN).owns(person('l.novak'), [formatUrn('JOB', DBT, 'analytics.revenue_daily')], 'MAINTAINER');
}
