import { describe, expect, test } from 'vitest';
import { micros } from '../../../src/kernel/time.ts';
import { EVERYBODY } from '../../../src/kernel/viewer.ts';
import { createAliases } from '../../../src/lineage/memory/identity.ts';
import { createMemoryTraversal } from '../../../src/lineage/memory/traversal.ts';
import { createStoreTraversal } from '../../../src/lineage/store/traversal.ts';
import type { Fork } from '../../../src/lineage/traversal.ts';
import { ontology } from '../ontology.ts';
import { rowLookup } from '../store/row-lookup.ts';
import { row, short, story, urn } from '../story.ts';

const AT = { position: 1, asOf: null, now: micros(1_000), viewer: EVERYBODY };

const LINES = `
  run:r PRODUCED version:m
  version:m RELEASED_TO deployment:p {"stage": "PRODUCTION", "trafficShare": 0.9, "id": "one"}
  version:n RELEASED_TO deployment:p {"stage": "CANARY", "trafficShare": 0.1, "id": "two"}
  view:v SERVES deployment:p
  view:v SERVES deployment:bare
  deployment:p AFFECTS kpi:one {"confidence": 0.5}
  deployment:bare AFFECTS kpi:two
`;
const { topology } = story(LINES);
const lookup = rowLookup(LINES.trim().split('\n').map(row));
const memory = createMemoryTraversal(topology);
const stored = createStoreTraversal({ lookup, ontology, aliases: createAliases(topology), lender: topology });

describe.each([
  ['memory', memory],
  ['the store', stored],
] as const)('from %s', (_name, traversal) => {
  /** As text: `kpi:one 0.5 x 0.9`. */
  async function risks(of: string, fork?: Fork): Promise<string[]> {
    const query = { of: [urn(of)], targets: new Set(['BUSINESS_KPI']), ...(fork === undefined ? {} : { fork }) };
    const { targets } = await traversal.impact(query, AT);
    return targets.map(({ id, confidence, stageShare }) => `${short(id)} ${confidence} x ${stageShare}`).sort();
  }

  async function origins(of: string, fork?: Fork): Promise<string[]> {
    const query = { of: urn(of), nodes: 100, ...(fork === undefined ? {} : { fork }) };
    const { nodes } = await traversal.origins(query, AT);
    return nodes.map(({ id, stageShare }) => `${short(id)} ${stageShare}`);
  }

  const moved = (deployment: string, stage: string | null, trafficShare: number | null): Fork => ({
    moved: new Map([[urn(deployment), { stage, trafficShare }]]),
  });

  test('On a fork all releases of a deployment have the other stage; each keeps its share of the traffic.', async () => {
    const shadow = moved('deployment:p', 'SHADOW', null);
    expect(await risks('run:r')).toEqual(['kpi:one 0.5 x 0.9']);
    expect(await risks('run:r', shadow)).toEqual(['kpi:one 0.5 x 0.09']);
    expect(await risks('version:n', shadow)).toEqual(['kpi:one 0.5 x 0.01']);
    expect(await risks('view:v', shadow)).toEqual(['kpi:one 0.5 x 0.09', 'kpi:two 1 x 1']);
    expect(await risks('deployment:p', shadow)).toEqual(['kpi:one 0.5 x 0.09']);
  });

  test('On a fork they have the other share, and keep their stages.', async () => {
    expect(await risks('version:m', moved('deployment:p', null, 0.2))).toEqual(['kpi:one 0.5 x 0.2']);
    expect(await risks('version:m', moved('deployment:p', null, 0))).toEqual(['kpi:one 0.5 x 0']);
  });

  test('What has no release serves fully, and on a fork as it would by one.', async () => {
    expect(await risks('view:v', moved('deployment:bare', 'TEST', 0.5))).toEqual([
      'kpi:one 0.5 x 0.9',
      'kpi:two 1 x 0.005',
    ]);
  });

  test('What is upstream counts by what the deployment serves on the fork.', async () => {
    const half = moved('deployment:p', 'SHADOW', 0.5);
    expect(await origins('deployment:p')).toEqual([
      'deployment:p 0.9',
      'view:v 0.9',
      'version:m 0.9',
      'version:n 0.1',
      'run:r 0.9',
    ]);
    expect(await origins('deployment:p', half)).toEqual([
      'deployment:p 0.05',
      'view:v 0.05',
      'version:m 0.05',
      'version:n 0.05',
      'run:r 0.05',
    ]);
  });

  test('A fork is seen by its own walk alone, also while others are under way.', async () => {
    const before = [await risks('run:r'), await origins('kpi:one')];
    const [, during] = await Promise.all([
      Promise.all([
        risks('run:r', moved('deployment:p', 'TEST', 0)),
        origins('kpi:one', moved('deployment:p', 'TEST', 0)),
      ]),
      Promise.all([risks('run:r'), origins('kpi:one')]),
    ]);
    expect(during).toEqual(before);
    expect([await risks('run:r'), await origins('kpi:one')]).toEqual(before);
  });

  test('A deployment that no relation names changes nothing.', async () => {
    expect(await risks('run:r', moved('deployment:nowhere', 'TEST', 0))).toEqual(['kpi:one 0.5 x 0.9']);
  });

  test('How much a deployment serves is told of it alone, too.', async () => {
    const share = async (fork?: Fork) => {
      const query = { of: urn('deployment:p'), nodes: 1, ...(fork === undefined ? {} : { fork }) };
      return (await traversal.origins(query, AT)).nodes.map(({ id, stageShare }) => `${short(id)} ${stageShare}`);
    };
    expect(await share()).toEqual(['deployment:p 0.9']);
    expect(await share(moved('deployment:p', 'SHADOW', null))).toEqual(['deployment:p 0.09']);
  });
});
