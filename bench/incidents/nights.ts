import type { Urn } from '../../src/kernel/urn.ts';
import { uuid } from '../../seed/noise.ts';
import { tellRunEvent } from '../../seed/run.ts';
import { hours, time } from './calendar.ts';
import type { Trouble } from './damage.ts';
import type { Serving } from './serving.ts';
import type { World, WorldJob, WorldTable } from './world.ts';

/** Every run and measurement up to the last day, with what went wrong in them. */
export function tellNights(world: World, trouble: Trouble, lastDay: number): void {
  for (let day = 0; day <= lastDay; day++) {
    for (const job of world.jobs) tellNight(world, trouble, job, day);
    for (const table of world.tables) measure(world, trouble, table, day);
    for (const branch of world.branches) observeAnswers(world, trouble, branch, day);
  }
}

/** What a deployment answers on average, and the value of the KPIs behind it. */
function observeAnswers({ story, dice }: World, { shifted }: Trouble, branch: Serving, day: number): void {
  const { deployment, predictions, kpi, top } = branch;
  const at = day + hours(8);
  const noted = story.by('monitor', time(at));
  const value = (of: Urn, base: number) => {
    const shift = shifted.get(of);
    const by = shift !== undefined && at >= shift.from ? shift.by : 0;
    return round(base * (1 + 0.02 * dice.normal()) * (1 + by));
  };
  if (predictions.measures.rows) noted.observe(predictions.id, 'score_mean', `day-${day}`, value(deployment, 0.4));
  for (const id of new Set([kpi, top])) noted.observe(id, 'value', `day-${day}`, value(id, 100));
}

/** Whether the job fails all through this night, so that what it writes stays as it was. */
function isDown({ failing }: Trouble, job: Urn, day: number): boolean {
  return day >= (failing.get(job) ?? Infinity);
}

function tellNight({ story }: World, trouble: Trouble, job: WorldJob, day: number): void {
  const run = (begin: number, state: 'COMPLETE' | 'FAIL') =>
    tellRunEvent(story, job, uuid(job.id, day, begin), state, time(begin), {});
  const begin = day + hours(job.hour);
  if (isDown(trouble, job.id, day)) {
    run(begin, 'FAIL');
    return;
  }
  if (trouble.flaky.get(job.id)?.has(day) === true) {
    run(begin, 'FAIL');
    run(begin + hours(1), 'COMPLETE');
    return;
  }
  run(begin, 'COMPLETE');
}

function measure({ story, dice }: World, trouble: Trouble, table: WorldTable, day: number): void {
  const { id, writer, rows, weekly, scatter, measures } = table;
  const at = day + hours((writer?.hour ?? 0) + 0.9);
  const isStale = writer !== null && isDown(trouble, writer.id, day);
  const noted = story.by('monitor', time(at));
  const since = writer === null ? 0 : day - (trouble.failing.get(writer.id) ?? day) + 1;
  if (measures.age) {
    noted.observe(id, 'age_hours', `day-${day}`, round(dice.between(1, 3) + (isStale ? 24 * since : 0)));
  }
  const swing = (1 + weekly * Math.sin((2 * Math.PI * day) / 7)) * (1 + scatter * dice.normal()) * (1 + 0.001 * day);
  const noise = 1 + 0.2 * dice.normal();
  if (isStale) return;
  const damage = trouble.damage.get(id);
  const isHurt = damage !== undefined && day >= damage.from;
  const blip = trouble.blips.get(id) === day ? 0.6 : 1;
  if (measures.rows) {
    const count = Math.round(rows * swing * blip * (isHurt ? damage.rows : 1));
    noted.observe(id, 'row_count', `day-${day}`, count);
  }
  if (measures.nulls) {
    const [column = 'id'] = table.columns.slice(1);
    const share = Math.min(1, Math.max(0, 0.01 * noise) + (isHurt ? damage.nulls : 0));
    noted.observe(id, 'null_share', `day-${day}`, { [column]: round(share) });
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
