import { ontology } from '../src/domains/index.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { contentHash } from '../src/kernel/json.ts';
import { micros } from '../src/kernel/time.ts';
import { formatUrn } from '../src/kernel/urn.ts';
import { EVERYBODY } from '../src/kernel/viewer.ts';
import { openNeo4jStore } from '../src/store/neo4j/index.ts';
import type { Store } from '../src/store/ports.ts';
import { percentile, type Bench } from './bench.ts';
import { measuredOnNeo4j } from './neo4j.ts';

const PROBES = 100;
const namespace = `bench-${Date.now()}`;

export const bench: Bench = {
  about: 'How soon one instance sees what another wrote to the Neo4j that they share, without a bus; at most 300 ms.',
  run: () =>
    measuredOnNeo4j(async (uri) => {
      const open = () => openNeo4jStore({ uri, ontology });
      await using first = await open();
      await using second = await open();
      const times: number[] = [];
      for (let probe = 0; probe < PROBES; probe += 1) {
        const [here, there] = probe % 2 === 0 ? [first, second] : [second, first];
        times.push(await seenAfter(here, there, `probe-${probe}`));
      }
      const sorted = times.toSorted((a, b) => a - b);
      const rows = [[PROBES, ...[0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(0))]];
      return [
        {
          title: 'From the acknowledgement to the read',
          columns: ['writes', 'p50, ms', 'p95, ms', 'longest, ms'],
          rows,
        },
      ];
    }),
};

/** Milliseconds from the acknowledgement on the one to the record on the other. */
async function seenAfter(here: Store, there: Store, name: string): Promise<number> {
  const id = formatUrn('DATASET', namespace, name);
  const fact = { fact: 'entity', id, props: {}, at: micros(1_760_000_000_000_000), source: 'bench' } as const;
  const [outcome] = await here.graph.apply([
    { scope: 'bench', key: id, contentHash: contentHash(name), facts: [fact] },
  ]);
  if (outcome?.outcome !== 'applied') throw new Error(JSON.stringify(outcome));
  const start = performance.now();
  while ((await there.log.head()).position < outcome.position) {
    await new Promise<void>((resolve) => {
      const stop = there.log.wake(() => {
        stop();
        resolve();
      });
    });
  }
  const { position } = await there.log.head();
  const [record] = await there.graph.records([id], { position, asOf: null, now: systemClock(), viewer: EVERYBODY });
  if (record === null) throw new Error(`${name} is not seen at position ${position}.`);
  return performance.now() - start;
}
