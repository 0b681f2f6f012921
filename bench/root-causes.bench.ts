import { rankCauses } from '../src/lineage/root-causes/rank.ts';
import type { Bench, Table } from './bench.ts';
import { latestChange, nearestChange } from './incidents/baselines.ts';
import { incidentOf, INCIDENTS, isFirstSet } from './incidents/incident.ts';
import { evidenceOf, interval, load, mean, reciprocalRank, type Ranker } from './incidents/judge.ts';
import { CAUSES, type Cause } from './incidents/plant.ts';
import { withServer } from './server.ts';

const OURS = 'root causes';
const RANKERS: Readonly<Record<string, Ranker>> = {
  [OURS]: async (evidence) => (await rankCauses(evidence)).map(({ origin }) => origin.id),
  'nearest change': nearestChange,
  'latest change': latestChange,
};

const PARTS = ['The first set', 'The second set: two thirds', 'The second set: the third that is held back'] as const;
type Part = (typeof PARTS)[number];

/** Of one incident: the reciprocal rank of its cause by each ranker. */
interface Judged {
  readonly part: Part;
  readonly cause: Cause;
  readonly ranks: Readonly<Record<string, number>>;
}

export const bench: Bench = {
  about:
    'How well root causes are ranked, on generated incidents of which the cause is known; `open` leaves the held third alone.',
  run: ([which]) =>
    withServer(async ({ services }) => {
      const judged: Judged[] = [];
      for (let index = 0; index < INCIDENTS; index++) {
        const incident = incidentOf(index);
        const { held, cause, entity } = incident;
        if (held && which === 'open') continue;
        await load(services, incident.name, incident.facts);
        const evidence = await evidenceOf(services, incident);
        const ranks: Record<string, number> = {};
        for (const [name, rank] of Object.entries(RANKERS)) ranks[name] = reciprocalRank(await rank(evidence), entity);
        judged.push({ part: PARTS[isFirstSet(index) ? 0 : held ? 2 : 1], cause, ranks });
      }
      const parts = which === 'open' ? PARTS.slice(0, 2) : PARTS;
      return {
        tables: parts.flatMap((title) =>
          tablesOf(
            title,
            judged.filter(({ part }) => part === title),
          ),
        ),
      };
    }),
};

const NOTES = [
  `Top-1: in which part of the incidents the cause comes first. MRR: the mean of 1 divided by its place, 0 where it is
missing. Intervals: 95 %, by resampling the incidents ten thousand times; differences are of the same incident by both.`,
];

function tablesOf(title: string, judged: readonly Judged[]): Table[] {
  const others = Object.keys(RANKERS).filter((name) => name !== OURS);
  const ranksOf = (name: string) => judged.map(({ ranks }) => ranks[name]!);
  const ours = ranksOf(OURS);
  const within = (values: readonly number[]) =>
    `${mean(values).toFixed(3)} (${interval(values)
      .map((bound) => bound.toFixed(3))
      .join(' to ')})`;
  return [
    {
      title,
      columns: ['ranker', 'incidents', 'top-1', 'MRR'],
      rows: Object.keys(RANKERS).map((name) => {
        const ranks = ranksOf(name);
        return [name, judged.length, within(ranks.map(isFirst)), within(ranks)];
      }),
      notes: NOTES,
    },
    {
      title: `${title}: by how much root causes are better`,
      columns: ['than', 'top-1', 'MRR'],
      rows: others.map((name) => {
        const theirs = ranksOf(name);
        const first = ours.map((rank, index) => isFirst(rank) - isFirst(theirs[index]!));
        return [name, within(first), within(ours.map((rank, index) => rank - theirs[index]!))];
      }),
    },
    {
      title: `${title}: by what the cause is`,
      columns: ['cause', 'incidents', 'top-1', 'MRR'],
      rows: CAUSES.map((cause) => {
        const ranks = judged.filter((each) => each.cause === cause).map(({ ranks: of }) => of[OURS]!);
        return [cause, ranks.length, mean(ranks.map(isFirst)).toFixed(3), mean(ranks).toFixed(3)];
      }),
    },
  ];
}

function isFirst(rank: number): number {
  return Number(rank === 1);
}
