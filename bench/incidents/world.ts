import type { Urn } from '../../src/kernel/urn.ts';
import { tellJob, type Job } from '../../seed/job.ts';
import { Story } from '../../seed/story.ts';
import { tellTable, type Table } from '../../seed/table.ts';
import { time } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { ColumnChange } from './schema-change.ts';
import { tellServing, type Serving } from './serving.ts';

/** A table, and what of it is measured each night. */
export interface WorldTable extends Table {
  /** Of which columns something downstream is computed. */
  readonly used: Set<string>;
  readonly writer: WorldJob | null;
  /** Whether another system fills it, of which nothing more is known. */
  readonly isRaw: boolean;
  /** Rows on the first day; how they swing by the day of the week, and scatter: parts of them. */
  readonly rows: number;
  readonly weekly: number;
  readonly scatter: number;
  readonly measures: { readonly rows: boolean; readonly nulls: boolean; readonly age: boolean };
}

export interface WorldJob extends Job {
  readonly name: string;
  readonly reads: readonly WorldTable[];
  /** When it begins, in hours after midnight. */
  readonly hour: number;
}

/** A company's pipelines, from sources to KPIs: two branches that share some of what is upstream. */
export interface World {
  readonly story: Story;
  readonly dice: Dice;
  /** Tells the worlds of several incidents apart. */
  readonly name: string;
  readonly tables: readonly WorldTable[];
  readonly jobs: readonly WorldJob[];
  readonly branches: readonly Serving[];
  /** Told once all are known, as each says what columns are left by then. */
  readonly columnChanges: ColumnChange[];
}

const COLUMNS = ['amount', 'status', 'country', 'channel', 'created_at', 'category', 'score', 'discount'];

export function tellWorld(name: string, dice: Dice): World {
  const story = new Story();
  const jobs: WorldJob[] = [];
  const tables: WorldTable[] = [];

  function table(place: string, own: string, columns: readonly string[], writer: WorldJob | null): WorldTable {
    const tell = story.by(writer === null ? 'catalog' : 'openlineage', time(0));
    const described = { description: `${own} of ${name}`, datasetType: 'TABLE' };
    const types = Object.fromEntries(['id', ...columns].map((each) => [each, `varchar: ${each} of ${own}`]));
    const made = {
      ...tellTable(tell, `${place}-${name}`, own, described, types),
      used: new Set<string>(),
      writer,
      isRaw: own.startsWith('raw_'),
      rows: Math.round(10 ** dice.between(3.5, 6.5)),
      weekly: dice.between(0, 0.2),
      scatter: dice.between(0.005, 0.03),
      measures: { rows: dice.chance(0.8), nulls: dice.chance(0.5), age: dice.chance(0.3) },
    };
    tables.push(made);
    return made;
  }

  /** A job and the table that it writes, of some columns of each table that it reads. */
  function step(own: string, reads: readonly WorldTable[], hour: number): WorldTable {
    const kept = reads.map((each) => dice.some(each.columns.slice(1), dice.whole(2, 3)));
    const columns = [...new Set(kept.flat())];
    for (const [index, each] of reads.entries()) for (const column of kept[index] ?? []) each.used.add(column);
    const id = `${own}_job`;
    // The table refers to the job that writes it, and the job to the table.
    const job: WorldJob = { name: id, reads, hour: hour + dice.between(0, 0.8) } as WorldJob;
    const written = table('warehouse', own, columns, job);
    const sources = (column: string) =>
      reads.flatMap((_, index) => (kept[index]?.includes(column) ? [`t${index}.${column}`] : [])).join(' ');
    const told = tellJob(story.by('openlineage', time(0), 'OBSERVED'), `airflow-${name}`, id, {
      props: { description: `Builds ${own}.`, sql: `select * from ${own}`, sourceCodeVersion: 'r100' },
      reads: Object.fromEntries(reads.map((each, index) => [`t${index}`, each])),
      writes: [written],
      // Of some jobs nobody knows which columns they use.
      ...(dice.chance(0.7) ? { columns: Object.fromEntries(columns.map((each) => [each, sources(each)])) } : {}),
    });
    jobs.push(Object.assign(job, told));
    return written;
  }

  function source(index: number): WorldTable {
    const raw = table('postgres', `raw_${index}`, dice.some(COLUMNS, dice.whole(5, 7)), null);
    const tell = story.by('catalog', time(0));
    const system = tell.entity('DATA_SOURCE', `postgres-${name}`, `system_${index}`, { description: 'A system.' });
    tell.relation('FEEDS', system, raw.id);
    return raw;
  }

  const staged = Array.from({ length: dice.whole(4, 6) }, (_, index) => step(`stg_${index}`, [source(index)], 1));
  const marts = Array.from({ length: dice.whole(3, 5) }, (_, index) =>
    step(`mart_${index}`, dice.some(staged, dice.whole(1, 3)), 2),
  );
  const deep = Array.from({ length: dice.whole(1, 2) }, (_, index) =>
    step(`deep_${index}`, [...dice.some(marts, dice.whole(1, 2)), dice.pick(staged)], 3),
  );
  const branches = ['main', 'side'].map((branch) => {
    const from = branch === 'main' ? [dice.pick(marts), dice.pick(deep)] : dice.some([...marts, ...deep], 2);
    const predictions = table('lake', `${branch}_predictions`, ['score', 'decision'], null);
    const outcome = step(`${branch}_outcome`, [predictions, dice.pick([...marts, ...deep])], 5);
    return tellServing({ story, dice, name, branch, from, predictions, outcome });
  });
  return { story, dice, name, tables, jobs, branches, columnChanges: [] };
}

/** The logins of those who own things alone, and of those who own them together with a team. */
export interface Owners {
  readonly alone: readonly string[];
  readonly shared: readonly string[];
}

/** Who answers for each table and job but one: a team, or one person alone, or both. */
export function tellOwners({ story, dice, name, tables, jobs }: World, but: Urn): Owners {
  const tell = story.by('people', time(0));
  const owners = { alone: ['ada', 'ben', 'cleo'], shared: ['dan', 'gil'] };
  const person = (login: string) =>
    tell.entity('PERSON', `people-${name}`, login, { displayName: login, active: true });
  const team = tell.entity('TEAM', `people-${name}`, 'data', { displayName: 'Data' });
  const [alone, shared] = [owners.alone.map(person), owners.shared.map(person)];
  for (const { id } of [...tables, ...jobs]) {
    if (id === but) continue;
    const isAlone = dice.chance(0.2);
    if (!isAlone) tell.owns(team, [id]);
    if (isAlone) tell.owns(dice.pick(alone), [id]);
    else if (dice.chance(0.4)) tell.owns(dice.pick(shared), [id]);
  }
  return owners;
}
