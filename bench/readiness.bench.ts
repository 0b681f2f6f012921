import { percentile, type Bench } from './bench.ts';
import { watch } from './event-loop-watch.ts';
import { doneMeanwhile } from './metrics.ts';
import { DEMANDS, releaseFacts } from './releases-graph.ts';
import { withServer } from './server.ts';

const ROUNDS = 5;
const QUERY = `query ($first: Int!) { modelVersions(first: $first) {
  nodes { readiness(stage: "PRODUCTION") { ready whyNot } } } }`;
const APPLY = 'mutation ($facts: [JSON!]!) { applyFacts(facts: $facts) { refused { message } } }';
const SET_POLICY = 'mutation ($input: SetPolicyInput!) { setPolicy(input: $input) { refused { message } } }';

interface Told {
  readonly data: Readonly<Record<string, { readonly nodes: readonly { readonly readiness: { ready: boolean } }[] }>>;
  readonly errors?: readonly object[];
}

export const bench: Bench = {
  about: 'Whether so many releases may go to production, in one query: its time, and how often the store is asked.',
  run: ([most = '1000']) => withServer(({ url }) => measure(url, Number(most))),
};

async function measure(url: string, most: number): ReturnType<Bench['run']> {
  async function ask(query: string, variables: object): Promise<Told> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables });
    const told = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as Told;
    if (told.errors !== undefined) throw new Error(JSON.stringify(told.errors));
    return told;
  }

  for (const facts of releaseFacts(most)) await ask(APPLY, { facts });
  await ask(SET_POLICY, { input: { name: 'production', stage: 'PRODUCTION', demands: DEMANDS } });
  const rows: (string | number)[][] = [];
  for (const first of [1, most / 10, most]) {
    const times: number[] = [];
    let ready = 0;
    const round = async () => {
      const began = performance.now();
      const { data } = await ask(QUERY, { first });
      times.push(performance.now() - began);
      ready = data['modelVersions']!.nodes.filter(({ readiness }) => readiness.ready).length;
    };
    const { storeCalls } = await doneMeanwhile([url], round);
    times.length = 0;
    let held = 0;
    for (let each = 0; each < ROUNDS; each++) held = Math.max(held, (await watch(round)).used);
    const median = percentile(
      times.sort((a, b) => a - b),
      0.5,
    );
    rows.push([first, ready, storeCalls, median.toFixed(0), held.toFixed(0)]);
  }
  return {
    tables: [
      {
        title: `Readiness of releases before a policy of ${DEMANDS.length} demands`,
        columns: ['releases', 'of them ready', 'store calls', 'p50, ms', 'most in one turn of the event loop, ms'],
        rows,
        notes: [
          `${most} versions of models, ten each, in one process with the client, on the embedded store. Medians of ${ROUNDS} answers; the page itself is among the store calls.`,
        ],
      },
    ],
  };
}
