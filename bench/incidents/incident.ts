import type { Fact } from '../../src/kernel/fact.ts';
import { parseTime, type Micros } from '../../src/kernel/time.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { hours, time } from './calendar.ts';
import { noTrouble } from './damage.ts';
import { createDice } from './dice.ts';
import { failsOnce, newColumn, newRevision, routineRelease, tellLife } from './life.ts';
import { tellNights } from './nights.ts';
import { CAUSES, plant, type Cause, type Ground, type Planted } from './plant.ts';
import { tellColumnChanges } from './schema-change.ts';
import { upstreamOf } from './upstream.ts';
import { tellOwners, tellWorld, type World } from './world.ts';

/** A question with its answer: what happened up to the moment at which somebody asks, and what the cause was. */
export interface Incident {
  readonly name: string;
  readonly cause: Cause;
  /** What shows the symptom: a KPI, a deployment or a dataset. */
  readonly of: Urn;
  readonly since: Micros;
  readonly until: Micros;
  /** The entity at which the cause lies, how many links away, and when it happened. */
  readonly entity: Urn;
  readonly depth: number;
  readonly at: Micros;
  /** Harmless changes: of something nearer than the cause, and of something upstream after it. */
  readonly nearer: Harmless;
  readonly later: Harmless;
  readonly facts: readonly Fact[];
  /** Whether it is of the third that nobody looks at before the end: of every three of a second set one. */
  readonly held: boolean;
}

export interface Harmless {
  readonly entity: Urn;
  readonly at: Micros;
}

const WINDOW_DAYS = 14;

/** Of each of these sets all causes have as many incidents. */
const FIRST_SET = 45 * CAUSES.length;
const SECOND_SET = 90 * CAUSES.length;
export const INCIDENTS = FIRST_SET + SECOND_SET;

/** Whether an incident is of the set whose every third has been looked at, or of the one with a third that is held back. */
export function isFirstSet(index: number): boolean {
  return index < FIRST_SET;
}

/** The incident of this number, the same in every run. */
export function incidentOf(index: number): Incident {
  const cause = CAUSES[Math.floor(index / 3) % CAUSES.length] as Cause;
  const dice = createDice((isFirstSet(index) ? 20_261_124 : 31_415_926) + index);
  const name = `i${String(index).padStart(3, '0')}`;
  const world = tellWorld(name, dice);
  const trouble = noTrouble();
  const ends = world.branches.map((branch) => {
    const release = branch.release(branch.train(0.2), 0.5, 'PRODUCTION', 0.95);
    const canary = branch.release(branch.train(1), dice.between(2, 5), 'CANARY', 0.05);
    // Nothing else is released where a release is what is asked for.
    const isQuiet = branch.branch === 'main' && (cause === 'RELEASED' || cause === 'TRAFFIC_MOVED');
    const isRoutine = dice.chance(0.6) && !isQuiet;
    const serving = isRoutine ? routineRelease(world, branch.deployment, release, dice.between(6, 17)) : release;
    return { branch, serving, canary };
  });
  const [main] = ends;
  if (main === undefined) throw new Error('A world has a main branch.');
  const of = askedAbout(world, cause);
  const before = upstreamOf(world.story.facts(), of);
  const isFar = ({ id }: { readonly id: Urn }) => (before.get(id) ?? 0) >= 2;
  const ground: Ground = {
    ...{ world, trouble, tables: world.tables.filter(isFar), jobs: world.jobs.filter(isFar) },
    ...{ champion: main.serving, challenger: main.canary },
  };
  const planted = plant(cause, ground);
  // Where an owner leaves, nobody else answers for what was theirs.
  const owners = tellOwners(world, planted.entity);
  tellLife(world, owners, trouble, 2, planted.askedOn);
  const depths = upstreamOf(world.story.facts(), of);
  const nearer = tellNearer(ground, depths, planted);
  const later = tellLater(ground, depths, planted);
  tellColumnChanges(world);
  for (const kpi of [main.branch.kpi, main.branch.top]) {
    trouble.shifted.set(kpi, { from: Math.floor(planted.askedOn), by: -dice.between(0.1, 0.3) });
  }
  tellNights(world, trouble, Math.floor(planted.askedOn));
  const until = at(planted.askedOn);
  return {
    ...{ name, cause, of, since: at(planted.askedOn - WINDOW_DAYS), until, at: at(planted.day), nearer, later },
    entity: planted.entity,
    depth: depths.get(planted.entity) ?? 0,
    facts: world.story.facts().filter((fact) => fact.at <= until),
    held: !isFirstSet(index) && index % 3 === 2,
  };
}

function at(day: number): Micros {
  return parseTime(time(day)) as Micros;
}

/** Mostly a KPI; of a deployment or a dataset nothing that was released to it, or that it was written by, is to be found. */
function askedAbout({ dice, branches: [main] }: World, cause: Cause): Urn {
  if (main === undefined) throw new Error('A world has a main branch.');
  const isRelease = cause === 'RELEASED' || cause === 'TRAFFIC_MOVED';
  if (isRelease || dice.chance(0.7)) return main.top;
  return dice.pick([main.deployment, main.outcome.id]);
}

function tellNearer({ world }: Ground, depths: ReadonlyMap<Urn, number>, planted: Planted): Harmless {
  const { dice, tables, jobs } = world;
  const far = depths.get(planted.entity) ?? 0;
  const isNearer = ({ id }: { readonly id: Urn }) => (depths.get(id) ?? far) < far;
  const day = dice.between(planted.day - 3, planted.askedOn - 0.05);
  const [nearTables, nearJobs] = [tables.filter(isNearer), jobs.filter(isNearer)];
  if (nearTables.length > 0 && (nearJobs.length === 0 || dice.chance(0.5))) {
    return { entity: newColumn(world, dice.pick(nearTables), day), at: at(day) };
  }
  if (nearJobs.length > 0) return { entity: newRevision(world, dice.pick(nearJobs), day), at: at(day) };
  const [main] = world.branches;
  if (main === undefined) throw new Error('A world has a main branch.');
  return { entity: main.release(main.train(day - hours(5)), day, 'CANARY', 0.05).version, at: at(day) };
}

function tellLater({ world, trouble }: Ground, depths: ReadonlyMap<Urn, number>, planted: Planted): Harmless {
  const { dice } = world;
  const isUpstream = ({ id }: { readonly id: Urn }) => depths.has(id) && id !== planted.entity;
  const [tables, jobs] = [world.tables.filter(isUpstream), world.jobs.filter(isUpstream)];
  const day = dice.between(planted.day + 0.02, planted.askedOn - 0.02);
  const which = dice.whole(1, 3);
  if (which === 1) return { entity: newColumn(world, dice.pick(tables), day), at: at(day) };
  const job = dice.pick(jobs);
  const night = Math.floor(planted.askedOn);
  if (which === 2 || night <= planted.day) return { entity: newRevision(world, job, day), at: at(day) };
  return { entity: failsOnce(trouble, job, night), at: at(night + hours(job.hour)) };
}
