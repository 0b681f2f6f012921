import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { catalogFacts } from './lineage-events.ts';
import { memoryOf, startProcess, withFolder } from './server.ts';

const FACTS_A_REQUEST = 5_000;
const MIB = 1024 ** 2;

export const bench: Bench = {
  about: 'What facts take of disk and memory on the embedded store, and how long a start takes with them; [facts …].',
  async run(args) {
    const sizes = args.length === 0 ? [0, 50_000, 200_000] : args.map(Number);
    const rows = [];
    for (const facts of sizes) rows.push(await withFolder((folder) => footprint(facts, folder)));
    return {
      tables: [
        {
          title: 'A server with so many facts',
          columns: [
            'facts',
            'entities',
            'disk, MiB',
            'bytes a fact',
            'start, s',
            'memory, MiB',
            'of it JavaScript, MiB',
          ],
          rows,
          notes: [
            `Ten facts describe a table with two columns and a job that reads it, with two measurements: four entities. Disk is
the data folder after a clean stop; start and memory (resident) are those of a new process on that folder, of what is
built, once it is ready.`,
          ],
        },
      ],
    };
  },
};

async function footprint(facts: number, folder: string): Promise<(string | number)[]> {
  {
    await using server = await startProcess(folder);
    for (let start = 0; start < facts; start += FACTS_A_REQUEST) await applyFacts(server.url, start);
  }
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(folder, file)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  const begin = performance.now();
  await using server = await startProcess(folder);
  const seconds = (performance.now() - begin) / 1_000;
  const { resident, heap } = await memoryOf(server);
  return [
    facts,
    (facts / 10) * 4,
    (bytes / MIB).toFixed(0),
    facts === 0 ? '' : Math.round(bytes / facts),
    seconds.toFixed(1),
    resident,
    heap,
  ];
}

async function applyFacts(url: string, start: number): Promise<void> {
  const tables = Array.from({ length: FACTS_A_REQUEST / 10 }, (_, index) => catalogFacts(start / 10 + index));
  const query = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { applied } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { facts: tables.flat() } }),
  });
  const text = await response.text();
  if (!text.includes(`"applied":${FACTS_A_REQUEST}`)) throw new Error(text);
}
