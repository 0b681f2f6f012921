import type { Bench, Table } from './bench.ts';
import { latestChange, nearestChange } from './incidents/baselines.ts';
import { incidentOf, INCIDENTS } from './incidents/incident.ts';
import { evidenceOf, interval, load, mean, reciprocalRank, type Ranker } from './incidents/judge.ts';
import { withServer } from './server.ts';

const RANKERS: Readonly<Record<string, Ranker>> = {
  'nearest change': nearestChange,
  'latest change': latestChange,
};

/** Of one incident: whose third it is of, and the reciprocal rank of its cause by each ranker. */
interface Judged {
  readonly held: boolean;
  readonly ranks: readonly number[];
}

export const bench: Bench = {
  about: 'How well root causes are ranked, on generated incidents; `held` adds the third that nothing is tuned on.',
  run: ([held]) =>
    withServer(async ({ services }) => {
      const judged: Judged[] = [];
      for (let index = 0; index < INCIDENTS; index++) {
        const incident = incidentOf(index);
        if (incident.held && held !== 'held') continue;
        await load(services, incident.name, incident.facts);
        const evidence = await evidenceOf(services, incident);
        const ranks = Object.values(RANKERS).map((rank) => reciprocalRank(rank(evidence), incident.entity));
        judged.push({ held: incident.held, ranks });
      }
      const parts = [
        tableOf(
          'The two thirds that may be looked at',
          judged.filter((each) => !each.held),
        ),
        ...(held === 'held'
          ? [
              tableOf(
                'The third that is held back',
                judged.filter((each) => each.held),
              ),
            ]
          : []),
      ];
      return { tables: parts };
    }),
};

function tableOf(title: string, judged: readonly Judged[]): Table {
  const rows = Object.keys(RANKERS).map((name, ranker) => {
    const ranks = judged.map((each) => each.ranks[ranker]!);
    const [least, most] = interval(ranks);
    const within = `${least.toFixed(3)} to ${most.toFixed(3)}`;
    return [name, judged.length, mean(ranks.map(isFirst)).toFixed(3), mean(ranks).toFixed(3), within];
  });
  return { title, columns: ['ranker', 'incidents', 'top-1', 'MRR', 'MRR, 95 %'], rows };
}

function isFirst(rank: number): number {
  return Number(rank === 1);
}
