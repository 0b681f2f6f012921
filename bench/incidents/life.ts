import type { Urn } from '../../src/kernel/urn.ts';
import { hours, time } from './calendar.ts';
import type { Trouble } from './damage.ts';
import type { Release } from './serving.ts';
import type { Owners, World, WorldJob, WorldTable } from './world.ts';

/** What goes on all the time and harms nobody, at any hour of these days. */
export function tellLife(world: World, owners: Owners, trouble: Trouble, from: number, to: number): void {
  const { dice, tables, jobs } = world;
  const some = () => dice.between(from, to);
  const times = (count: number, happen: () => void) => {
    for (let each = 0; each < count; each++) happen();
  };
  times(dice.whole(3, 7), () => newColumn(world, dice.pick(tables), some()));
  times(dice.whole(0, 1), () => unusedColumnGone(world, some()));
  times(dice.whole(5, 10), () => newRevision(world, dice.pick(jobs), some()));
  times(dice.whole(3, 6), () => failsOnce(trouble, dice.pick(jobs), Math.floor(some())));
  times(dice.whole(1, 3), () => trouble.blips.set(dice.pick(tables).id, Math.floor(some())));
  times(dice.whole(8, 14), () => edited(world, some()));
  if (dice.chance(0.5)) leaves(world, dice.pick(owners.shared), some());
  if (dice.chance(0.25)) leaves(world, dice.pick(owners.alone), some());
}

/** Each of these tells one harmless change. @returns what it happened to */
export function newColumn(world: World, table: WorldTable, day: number): Urn {
  const comes = `extra_${world.columnChanges.length}`;
  world.columnChanges.push({ table, day, comes, goes: null });
  return table.id;
}

function unusedColumnGone(world: World, day: number): void {
  const unused = (table: WorldTable) => table.columns.filter((each) => each !== 'id' && !table.used.has(each));
  const tables = world.tables.filter((table) => unused(table).length > 0);
  if (tables.length === 0) return;
  const table = world.dice.pick(tables);
  world.columnChanges.push({ table, day, comes: null, goes: world.dice.pick(unused(table)) });
}

/** The code of all jobs is released together with that of others, so that most revisions change nothing. */
export function newRevision({ story, name, dice }: World, job: WorldJob, day: number): Urn {
  const revision = dice.whole(101, 899);
  const reformatted = dice.chance(0.3)
    ? { sql: `select *\n  from ${job.name.replace(/_job$/, '')} -- ${revision}` }
    : {};
  const props = { sourceCodeVersion: `r${revision}` };
  story.by('openlineage', time(day)).entity('JOB', `airflow-${name}`, job.name, { ...props, ...reformatted });
  return job.id;
}

export function failsOnce({ flaky }: Trouble, { id }: WorldJob, night: number): Urn {
  flaky.set(id, (flaky.get(id) ?? new Set()).add(night));
  return id;
}

function edited({ story, dice, tables, jobs, name }: World, day: number): void {
  const tell = story.by('catalog', time(day));
  const table = dice.pick(tables);
  if (dice.chance(0.4)) {
    tell.entity('DATASET', table.namespace, table.name, { description: `Told again on day ${day.toFixed(2)}.` });
  } else if (dice.chance(0.5)) {
    tell.entity('DATASET', table.namespace, table.name, { tags: [dice.pick(['gold', 'pii', 'reviewed', 'daily'])] });
  } else {
    const steward = tell.entity('PERSON', `people-${name}`, 'fay', { displayName: 'fay', active: true });
    tell.owns(steward, [dice.pick([...tables, ...jobs]).id], 'STEWARD');
  }
}

function leaves({ story, name }: World, login: string, day: number): void {
  story.by('people', time(day)).entity('PERSON', `people-${name}`, login, { active: false });
}

/** Serves a new version in the place of the one before, as is done every few weeks. */
export function routineRelease(world: World, deployment: Urn, serving: Release, day: number): Release {
  const branch = world.branches.find((each) => each.deployment === deployment);
  if (branch === undefined) throw new Error(`No branch serves on ${deployment}.`);
  serving.end(day);
  return branch.release(branch.train(day - hours(world.dice.between(2, 30))), day, 'PRODUCTION', 1);
}
