import type { Urn } from '../../src/kernel/urn.ts';
import { hours, time } from './calendar.ts';
import { spread, type Damage, type Trouble } from './damage.ts';
import { retypeColumn } from './schema-change.ts';
import type { Release } from './serving.ts';
import type { World, WorldJob, WorldTable } from './world.ts';

/** What can be the cause of an incident. */
export const CAUSES = [
  'SCHEMA_CHANGED',
  'RELEASED',
  'TRAFFIC_MOVED',
  'JOB_CHANGED',
  'RUN_FAILED',
  'METRIC_MOVED',
  'OWNER_LEFT',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface Planted {
  /** The entity at which the cause lies. */
  readonly entity: Urn;
  /** When it happened, and when somebody asks why: in days. */
  readonly day: number;
  readonly askedOn: number;
}

export interface Ground {
  readonly world: World;
  readonly trouble: Trouble;
  /** What lies far enough upstream to have something nearer. */
  readonly tables: readonly WorldTable[];
  readonly jobs: readonly WorldJob[];
  /** Of the branch that is asked about: the release that serves, and one that serves a few beside it. */
  readonly champion: Release;
  readonly challenger: Release;
}

/** Makes one thing go wrong, in the middle of the history, and what follows from it. */
export function plant(cause: Cause, ground: Ground): Planted {
  const { dice } = ground.world;
  // People change things in the daytime; the night after shows it first.
  const day = dice.whole(10, 17) + hours(dice.between(8, 18));
  const nextNight = Math.ceil(day);
  /** It is noticed in the morning after the first night that shows it, or some days later. */
  const noticed = (from: number) => from + hours(dice.between(8, 10)) + Math.floor(-Math.log(1 - dice.between(0, 1)));
  switch (cause) {
    case 'SCHEMA_CHANGED':
      return { entity: schemaChange(ground, day, nextNight), day, askedOn: noticed(nextNight) };
    case 'JOB_CHANGED':
      return { entity: jobChange(ground, day, nextNight), day, askedOn: noticed(nextNight) };
    case 'RUN_FAILED': {
      const job = dice.pick(ground.jobs);
      ground.trouble.failing.set(job.id, nextNight);
      return { entity: job.id, day: nextNight + hours(job.hour), askedOn: noticed(nextNight) };
    }
    case 'METRIC_MOVED': {
      const raw = dice.pick(ground.tables.filter(({ isRaw, measures }) => isRaw && isMeasured(measures)));
      spread(ground.world, ground.trouble, raw, damageOf(ground, nextNight, raw.measures));
      return { entity: raw.id, day: nextNight + hours(0.9), askedOn: noticed(nextNight) };
    }
    case 'OWNER_LEFT':
      return ownerLeft(ground, day);
    case 'RELEASED':
    case 'TRAFFIC_MOVED':
      return { entity: releaseChange(cause, ground, day), day, askedOn: day + dice.between(0.2, 1) + dice.whole(0, 2) };
  }
}

function isMeasured({ rows, nulls }: WorldTable['measures']): boolean {
  return rows || nulls;
}

/** Fewer rows, or values that are missing; what is measured, where that is asked for. */
function damageOf({ world: { dice } }: Ground, from: number, shown?: WorldTable['measures']): Damage {
  const isRows = shown === undefined ? dice.chance(0.5) : shown.rows;
  return isRows ? { from, rows: dice.between(0.2, 0.75), nulls: 0 } : { from, rows: 1, nulls: dice.between(0.15, 0.6) };
}

function schemaChange(ground: Ground, day: number, night: number): Urn {
  const { world, trouble } = ground;
  const { dice } = world;
  const table = dice.pick(ground.tables.filter(({ used }) => used.size > 0));
  const column = dice.pick([...table.used]);
  if (dice.chance(0.3)) retypeColumn(world, table, column, day);
  else world.columnChanges.push({ table, day, comes: dice.chance(0.5) ? `${column}_v2` : null, goes: column });
  for (const job of world.jobs.filter(({ reads }) => reads.includes(table))) {
    if (dice.chance(0.4)) trouble.failing.set(job.id, night);
    else {
      const written = world.tables.find(({ writer }) => writer === job);
      if (written !== undefined) spread(world, trouble, written, damageOf(ground, night));
    }
  }
  return table.id;
}

function jobChange(ground: Ground, day: number, night: number): Urn {
  const { world } = ground;
  const job = world.dice.pick(ground.jobs);
  const props = world.dice.chance(0.7) ? { sql: `select distinct * from ${job.name}` } : {};
  world.story.by('openlineage', time(day)).entity('JOB', `airflow-${world.name}`, job.name, {
    sourceCodeVersion: 'r900',
    ...props,
  });
  const written = world.tables.find(({ writer }) => writer === job);
  if (written !== undefined) spread(world, ground.trouble, written, damageOf(ground, night));
  return job.id;
}

function releaseChange(cause: 'RELEASED' | 'TRAFFIC_MOVED', ground: Ground, day: number): Urn {
  const { world, trouble, champion, challenger } = ground;
  const [main] = world.branches;
  if (main === undefined) throw new Error('A world has a main branch.');
  trouble.shifted.set(main.deployment, { from: day, by: world.dice.between(0.05, 0.4) });
  if (cause === 'RELEASED') {
    const version = main.train(day - world.dice.between(0.1, 2));
    champion.end(day);
    main.release(version, day, 'PRODUCTION', 1);
    return version;
  }
  const share = world.dice.pick([0.5, 0.8]);
  if (world.dice.chance(0.5)) {
    challenger.end(day);
    main.release(challenger.version, day, 'PRODUCTION', share);
  } else challenger.move(day, 'PRODUCTION', share);
  champion.move(day, 'PRODUCTION', 1 - share);
  return challenger.version;
}

/** Who alone looked after something is gone; some days later it shows, or nobody sees what exactly went wrong. */
function ownerLeft(ground: Ground, day: number): Planted {
  const { world, trouble } = ground;
  const { dice, story, name } = world;
  const owned = dice.pick([...ground.tables.filter(({ isRaw }) => isRaw), ...ground.jobs]);
  const people = `people-${name}`;
  const person = story.by('people', time(0)).entity('PERSON', people, 'eve', { displayName: 'eve', active: true });
  story.by('people', time(0)).owns(person, [owned.id]);
  story.by('people', time(day)).entity('PERSON', people, 'eve', { active: false });
  const night = Math.ceil(day) + dice.whole(1, 4);
  if ('hour' in owned) {
    if (dice.chance(0.6)) trouble.failing.set(owned.id, night);
  } else if (dice.chance(0.6)) spread(world, trouble, owned, damageOf(ground, night));
  return { entity: owned.id, day, askedOn: night + hours(dice.between(8, 10)) + dice.whole(0, 1) };
}
