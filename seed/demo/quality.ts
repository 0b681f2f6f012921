import { after, DAYS, on } from '../calendar.ts';
import type { Job } from '../job.ts';
import { noise } from '../noise.ts';
import type { Story } from '../story.ts';
import type { Table } from '../table.ts';

/** What a table looks like from day to day. */
export interface Course {
  readonly table: Table;
  /** Whose runs measure it. */
  readonly job: Job;
  readonly rows: (day: number) => number;
  readonly rowBytes: number;
  /** By column: the share of rows without a value, 0 to 1. */
  readonly nullShare?: Readonly<Record<string, (day: number) => number>>;
}

/** From the day on it drifts towards `to`; before, it stays about `from`. */
export function drift(from: number, to: number, since: number): (day: number) => number {
  return (day) => (day < since ? from : from + (to - from) * (1 - 0.8 ** (day - since + 1)));
}

/** Rows and null shares, as each run measured them. */
export function tellQuality(story: Story, courses: readonly Course[], runOf: (job: Job, day: number) => string): void {
  for (const { table, job, rows, rowBytes, nullShare = {} } of courses) {
    const rowsOn = (day: number) => Math.round(rows(day) * (1 + 0.004 * (noise(table.id, day) - 0.5)));
    for (let day = 0; day < DAYS; day++) {
      const measured = story.by('openlineage', after(on(day, '08:30'), noise(table.id) * 600));
      const run = runOf(job, day);
      measured.observe(table.id, 'row_count', run, rowsOn(day));
      const shares = Object.entries(nullShare).map(([column, share]) => {
        const value = share(day) * (0.9 + 0.2 * noise(table.id, column, day));
        return [column, Math.round(value * 10_000) / 10_000] as const;
      });
      if (shares.length > 0) measured.observe(table.id, 'null_share', run, Object.fromEntries(shares));
    }
    for (const day of [0, DAYS - 1]) tellSize(story, table, day, rowsOn(day), rowBytes);
  }
}

/** What a table's own database says of its size. */
export function tellSize(story: Story, { namespace, name }: Table, day: number, rowCount: number, rowBytes: number) {
  const size = { rowCount, sizeBytes: rowCount * rowBytes };
  story.by('openlineage', on(day, '08:45')).entity('DATASET', namespace, name, size);
}
