import { performance } from 'node:perf_hooks';
import { ontology } from '../src/domains/index.ts';
import { openLineage } from '../src/ingest/openlineage/index.ts';
import type { Json } from '../src/kernel/json.ts';
import { openEmbeddedStore } from '../src/store/embedded/index.ts';
import type { Batch, Store } from '../src/store/ports.ts';
import { percentile, type Bench } from './bench.ts';
import { withFolder } from './server.ts';

const SIZES = [50, 500, 5_000];
const MEASURED = 100;
/** Runs a transaction while the store is filled. */
const TOGETHER = 100;
const COLUMNS = ['runs before', 'event, p50, ms', 'p95, ms', 'slowest, ms'];

export const bench: Bench = {
  about: 'What the next run of a job costs that has run often before, on the embedded store.',
  async run() {
    const steady = (_run: number, input: number) => input < 4;
    const turns = (run: number, input: number) => input < 3 || run % 3 === input % 3;
    return {
      tables: [
        await measured('Each run shows the same four inputs', steady),
        await measured('Three of six inputs take turns', turns),
      ],
    };
  },
};

/** Whether a run reads this one of six inputs. */
type Shows = (run: number, input: number) => boolean;

async function measured(title: string, shows: Shows) {
  const rows: (string | number)[][] = [];
  for (const size of SIZES) {
    const times = await withFolder(async (folder) => {
      await using store = await openEmbeddedStore({ folder, ontology });
      for (let run = 0; run < size; run += TOGETHER) {
        const batches = Array.from({ length: Math.min(TOGETHER, size - run) }, (_, each) => events(run + each, shows));
        await store.graph.apply((await Promise.all(batches.flat().map(batchOf))).flat());
      }
      return await nextRuns(store, size, shows);
    });
    const sorted = times.sort((a, b) => a - b);
    rows.push([size, ...[0.5, 0.95, 1].map((share) => percentile(sorted, share).toFixed(2))]);
  }
  return { title, columns: COLUMNS, rows };
}

async function nextRuns(store: Store, size: number, shows: Shows): Promise<number[]> {
  const times: number[] = [];
  for (let run = size; run < size + MEASURED; run += 1) {
    for (const event of events(run, shows)) {
      const batch = await batchOf(event);
      const begin = performance.now();
      await store.graph.apply([batch]);
      times.push(performance.now() - begin);
    }
  }
  return times;
}

/** START and COMPLETE of a run; runs follow each other by a minute. */
function events(run: number, shows: Shows): Json[] {
  const table = (name: string) => ({ namespace: 'postgres://db:5432', name });
  const inputs = Array.from({ length: 6 }, (_, input) => input).filter((input) => shows(run, input));
  const event = (eventType: string, seconds: number, outputs: string[]) => ({
    eventType,
    eventTime: new Date(1_790_000_000_000 + run * 60_000 + seconds * 1_000).toISOString(),
    run: { runId: `run-${run}` },
    job: { namespace: 'scheduler', name: 'build' },
    inputs: inputs.map((input) => table(`shop.input_${input}`)),
    outputs: outputs.map(table),
    producer: 'https://example.test/scheduler',
  });
  return [event('START', 0, []), event('COMPLETE', 20, ['shop.daily'])];
}

async function batchOf(event: Json): Promise<Batch> {
  const mapped = await openLineage.map(event, ontology);
  if ('errors' in mapped) throw new Error(JSON.stringify(mapped.errors));
  const key = JSON.stringify(event);
  return { scope: 'openlineage', key, contentHash: key, facts: mapped.facts };
}
