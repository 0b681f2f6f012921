import { join } from 'node:path';
import type { Bench, Measured, Table } from './bench.ts';
import { startInstances } from './faults/instances.ts';
import { runFaults, type Scale } from './faults/run.ts';
import { measuredOnNeo4j } from './neo4j.ts';
import { withFolder } from './server.ts';

const COLUMNS = [
  'store',
  'instances',
  'clients',
  'events',
  'cuts',
  'kills',
  'resumes',
  'items',
  'complete',
  'not acknowledged',
  'seconds',
];

export const bench: Bench = {
  about:
    'Whether clients that are cut off have all, in order, while the server is killed; [clients] [cuts of each] [events] [kills] [seconds] [embedded] [neo4j-1] [neo4j-2].',
  async run([clients = '200', cuts = '20', events = '5000', kills = '5', seconds = '60', ...stores]) {
    const scale = {
      ...{ clients: Number(clients), cuts: Number(cuts), events: Number(events) },
      ...{ kills: Number(kills), seconds: Number(seconds) },
    };
    const isAsked = (store: string) => stores.length === 0 || stores.includes(store);
    const rows: Table['rows'][number][] = [];
    if (isAsked('embedded')) rows.push(await row('embedded', 1, scale, {}));
    const measured: Measured =
      isAsked('neo4j-1') || isAsked('neo4j-2')
        ? await measuredOnNeo4j(async (uri) => {
            const counts = [1, 2].filter((count) => isAsked(`neo4j-${count}`));
            for (const count of counts) rows.push(await row('Neo4j', count, scale, { NEO4J_URI: uri }));
            return [];
          })
        : { tables: [] };
    return { ...measured, tables: [table(rows)] };
  },
};

async function row(store: string, count: number, scale: Scale, settings: Readonly<Record<string, string>>) {
  return withFolder(async (folder) => {
    const folders = Array.from({ length: count }, (_, each) => join(folder, String(each)));
    await using instances = await startInstances(folders, settings);
    const run = await runFaults(instances, scale);
    const { clients, kills } = scale;
    return [
      ...[store, count, clients, run.events, run.cuts, kills, run.resumes, run.items],
      ...[`${run.complete} of ${clients}`, run.retries, run.seconds.toFixed(0)],
    ];
  });
}

function table(rows: Table['rows']): Table {
  return {
    title: 'Sequences of alerts, each compared with a replay',
    columns: COLUMNS,
    rows,
    notes: [
      'The programs as they are built. 16 writers raise and resolve alerts, and send again what was not acknowledged; a relation\n' +
        'comes and goes meanwhile, so that alerts come upstream of a scope by the dozen. Clients by graphql-ws follow four feeds\n' +
        '(all, by severity, by scope, by scope and what happened), each over one connection at most, to an instance at random, and\n' +
        'go on behind their last item. Each is cut off as often, at random, by destroying its socket, whatever is under way on it; at\n' +
        'random, too, an instance is killed (SIGKILL) and started again.',
      'Complete: the client was told, item by item and to the letter, what a client that only comes afterwards is told from the\n' +
        'beginning on. That in turn is in order, and has each alert that was acknowledged as raised or resolved, once. Resumes are\n' +
        'fewer than cuts and kills where a connection is cut before the feed has begun on it. Not acknowledged: writes that had no answer,\n' +
        'most of them while nobody was there.',
    ],
  };
}
