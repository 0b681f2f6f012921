import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../src/kernel/viewer.ts';
import type { Urn } from '../../src/kernel/urn.ts';
import { visibilityOf, type Disclosure } from '../../src/kernel/visibility.ts';
import { answerFor } from '../kit/as-viewer.ts';
import { callsOf } from '../kit/counting.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { daily, day, EFFECT, reasonsOf, World, type Effect } from './kpi-effect-world.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const WINDOW = [day(0), day(40)] as const;

/** A release that is for the better beyond doubt, where nothing forbids to say so. */
async function improved(name: string, begun = (world: World): Promise<unknown> => world.begin()): Promise<World> {
  const world = new World(server, name);
  await begun(world);
  await world.release([
    { version: 'm@1', from: day(-90), to: day(20) },
    { version: 'm@2', from: day(20) },
  ]);
  await world.values(daily(0, 40, (each) => (each < 20 ? 50 : 60)));
  return world;
}

test('releases of another deployment that affects the KPI, or one that rolls up into it, are named', async () => {
  const world = await improved('overlap');
  const [other, far, apart] = ['other', 'far', 'apart'].map((name) => world.urn('DEPLOYMENT', name)) as [Urn, Urn, Urn];
  const [child, grandchild, parent] = ['child', 'grandchild', 'parent'].map((name) =>
    world.urn('BUSINESS_KPI', name),
  ) as [Urn, Urn, Urn];
  await world.relate('AFFECTS', other, world.kpi);
  await world.relate('ROLLS_UP_TO', grandchild, child);
  await world.relate('ROLLS_UP_TO', child, world.kpi);
  await world.relate('ROLLS_UP_TO', world.kpi, parent);
  await world.relate('AFFECTS', far, grandchild);
  await world.relate('AFFECTS', apart, parent);
  await world.release([{ version: 'x@1', from: day(10) }], apart);
  await world.release([{ version: 'x@1', from: day(-10), to: day(50) }], other);
  await world.release([{ version: 'x@2', from: day(9), stage: 'STAGING' }], far);
  expect(await world.effect(...WINDOW)).toMatchObject({ verdict: 'POSITIVE', reasons: [] });

  await world.release([{ version: 'x@3', from: day(-9), to: day(9) }], other);
  await world.release([{ version: 'x@4', from: day(9) }], far);
  const effect = await world.effect(...WINDOW);
  expect(effect).toMatchObject({ verdict: 'INCONCLUSIVE', method: 'SEGMENTED_REGRESSION' });
  expect(effect.interval!.low).toBeGreaterThan(0);
  expect(reasonsOf(effect)).toEqual(['OVERLAPPING_RELEASE']);
  expect(effect.reasons[0]).toMatchObject({ total: { value: 2, exact: true }, alerts: [] });
  expect(effect.reasons[0]!.entities.map(({ name }) => name).sort()).toEqual(['far', 'other']);
  // Both were over when this window begins: what changed at its very ends did not change in it.
  expect(reasonsOf(await world.effect(day(9), day(40)))).toEqual(['TOO_FEW BEFORE']);
});

test('critical alerts that were open in the window on what is upstream are named, by when they began', async () => {
  const world = await improved('incidents');
  const [table, view, elsewhere] = ['table', 'view', 'elsewhere'].map((name) => world.urn('DATASET', name)) as [
    Urn,
    Urn,
    Urn,
  ];
  await world.relate('MEASURES', table, world.kpi);
  await world.relate('SERVES', view, world.deployment);
  await world.relate('MEASURES', elsewhere, world.urn('BUSINESS_KPI', 'another'));
  await world.alert(table, day(5), day(6), 'INFORMATIONAL');
  await world.alert(table, day(-5), day(0));
  await world.alert(table, day(40), null);
  await world.alert(elsewhere, day(5), null);
  // What is said of the KPI may be what the release did to it.
  await world.alert(world.kpi, day(21), null);
  expect(await world.effect(...WINDOW)).toMatchObject({ verdict: 'POSITIVE', reasons: [] });

  await world.alert(view, day(39), null);
  await world.alert(table, day(-5), day(0, 1));
  await world.alert(world.deployment, day(20), day(21));
  const effect = await world.effect(...WINDOW);
  expect(effect).toMatchObject({ verdict: 'INCONCLUSIVE' });
  expect(effect.interval!.low).toBeGreaterThan(0);
  expect(reasonsOf(effect)).toEqual(['OPEN_INCIDENT']);
  expect(effect.reasons[0]).toMatchObject({ total: { value: 3, exact: true } });
  expect(effect.reasons[0]!.alerts.map(({ entity }) => entity.name)).toEqual(['table', 'model', 'view']);
  expect(effect.reasons[0]!.entities.map(({ name }) => name)).toEqual(['table', 'model', 'view']);
});

test('what a changed definition means is measured apart, each part by its own', async () => {
  const world = await improved('definitions');
  await world.define({ id: 'second', direction: 'LOWER_IS_BETTER', validFrom: day(3), validTo: day(38) });
  const effect = await world.effect(...WINDOW);
  expect(effect).toMatchObject({
    ...{ method: null, estimate: null, interval: null, samples: [], definition: null, verdict: 'INCONCLUSIVE' },
    reasons: [{ reason: 'DEFINITION_CHANGED', entities: [{ name: 'kpi' }] }],
  });
  const told = (each: string) => each.replace('Z', '000Z');
  expect(effect.parts).toMatchObject([
    { since: told(day(0)), until: told(day(3)), definition: { id: 'first' }, reasons: [{ reason: 'NO_COMPARISON' }] },
    {
      ...{ since: told(day(3)), until: told(day(38)), definition: { id: 'second' }, verdict: 'NEGATIVE', reasons: [] },
      samples: [{ size: 17 }, { size: 18 }],
    },
    { since: told(day(38)), until: told(day(40)), definition: null, reasons: [{ reason: 'NO_COMPARISON' }] },
  ]);
  expect(await world.effect(day(3), day(38))).toMatchObject({ verdict: 'NEGATIVE', parts: [] });
});

test('of a KPI that nobody defined the numbers are told', async () => {
  const world = await improved('undefined', (each) => each.relate('AFFECTS', each.deployment, each.kpi));
  const effect = await world.effect(...WINDOW);
  expect(effect).toMatchObject({ verdict: 'INCONCLUSIVE', definition: null, reasons: [{ reason: 'NO_DIRECTION' }] });
  expect(effect.interval!.low).toBeGreaterThan(0);
});

test('what is hidden upstream forbids a verdict, as far as the viewer may know of it', async () => {
  const world = await improved('hidden');
  const secret = world.urn('DATASET', 'secret');
  await world.relate('MEASURES', secret, world.kpi);
  const window = { since: WINDOW[0], until: WINDOW[1] };
  const asked = { deployment: world.deployment, kpi: world.kpi, window };
  const told = async (effect: 'PASS' | 'STOP', disclosure: Disclosure) => {
    const viewer: Viewer = { id: 'somebody', visibility: visibilityOf([{ effect, ids: [secret] }], disclosure) };
    const { data } = await answerFor(viewer, server, EFFECT, asked);
    return (data as unknown as { kpiEffect: Effect }).kpiEffect;
  };
  expect(reasonsOf(await told('PASS', 'COUNT'))).toEqual(['HIDDEN']);
  expect(reasonsOf(await told('STOP', 'PRESENCE'))).toEqual(['HIDDEN']);
  await world.alert(secret, day(5), null);
  expect(await told('STOP', 'NONE')).toMatchObject({ verdict: 'POSITIVE', reasons: [] });
  expect(reasonsOf(await world.effect(...WINDOW))).toEqual(['OPEN_INCIDENT']);
});

test('past what is read of releases no verdict is given', async () => {
  const world = await improved('limit');
  const busy = world.urn('DEPLOYMENT', 'busy');
  await world.relate('AFFECTS', busy, world.kpi);
  const shadows = Array.from({ length: 1_001 }, (_, index) => {
    return { version: `s@${index}`, from: day(-1), stage: 'SHADOW' };
  });
  await world.release(shadows.slice(1), busy);
  expect(await world.effect(...WINDOW)).toMatchObject({ verdict: 'POSITIVE' });
  await world.release(shadows.slice(0, 1), busy);
  const effect = await world.effect(...WINDOW);
  expect(reasonsOf(effect)).toEqual(['LIMIT']);
  expect(effect.estimate).not.toBeNull();
});

test('the answer stands at its moment: values, releases and the end of the window', async () => {
  const world = await improved('moment');
  const knownAt = new Date().toISOString();
  await world.values([{ at: day(30), value: -1_000 }]);
  await world.release([{ version: 'm@3', from: day(30) }]);
  expect(reasonsOf(await world.effect(...WINDOW))).toEqual(['NO_COMPARISON']);
  expect(await world.effect(...WINDOW, { at: { knownAt } })).toMatchObject({ verdict: 'POSITIVE' });
  const early = await world.effect(...WINDOW, { at: { asOf: day(33) } });
  expect(early).toMatchObject({ until: day(33).replace('Z', '000Z') });
  const before = await world.effect(...WINDOW, { at: { asOf: day(19) } });
  expect(reasonsOf(before)).toEqual(['NO_COMPARISON']);
});

test('an effect takes as many reads whatever is upstream', async () => {
  const world = await improved('calls');
  const window = { since: WINDOW[0], until: WINDOW[1] };
  const asked = { deployment: world.deployment, kpi: world.kpi, window };
  const calls = await callsOf(server, EFFECT, asked);
  // Both entities; alerts that were open and that began; releases; values; what they are about.
  expect(calls.sort()).toEqual(['decidedOn', 'decidedOn', 'observations', 'records', 'related']);
  for (let index = 0; index < 9; index++) {
    const [other, table] = [world.urn('DEPLOYMENT', `d${index}`), world.urn('DATASET', `t${index}`)];
    await world.relate('AFFECTS', other, world.kpi);
    await world.relate('SERVES', table, other);
    await world.release([{ version: 'x@1', from: day(3) }], other);
    await world.alert(table, day(3), null);
  }
  const more = await callsOf(server, EFFECT, asked);
  expect(more.sort()).toEqual([...calls, 'records', 'records'].sort());
});

test.each([
  ['deployment', { deployment: 'm' }, 'BAD_USER_INPUT'],
  ['deployment', { deployment: 'urn:throughline:dataset:x:y' }, 'BAD_USER_INPUT'],
  ['kpi', { kpi: 'urn:throughline:deployment:x:y' }, 'BAD_USER_INPUT'],
  ['deployment', { deployment: 'urn:throughline:deployment:x:y' }, 'NOT_FOUND'],
  ['kpi', { kpi: 'urn:throughline:business-kpi:x:y' }, 'NOT_FOUND'],
  ['window.since', { window: { since: 'once', until: day(1) } }, 'BAD_USER_INPUT'],
  ['window.until', { window: { since: day(1), until: 'later' } }, 'BAD_USER_INPUT'],
  ['window.until', { window: { since: day(1), until: day(1) } }, 'BAD_USER_INPUT'],
  ['window.until', { window: { since: day(0), until: day(366, 1) } }, 'BAD_USER_INPUT'],
  ['window.since', { window: { since: '2199-01-01T00:00:00Z', until: '2199-01-02T00:00:00Z' } }, 'BAD_USER_INPUT'],
  ['window.since', { window: { since: day(1), until: day(2) }, at: { asOf: day(1) } }, 'BAD_USER_INPUT'],
  ['control', { treatment: 'a', control: 'a' }, 'BAD_USER_INPUT'],
])('a wrong %s is refused (%j)', async (argument, wrong, code) => {
  const world = await new World(server, 'refused').begin();
  const window = { since: day(0), until: day(1) };
  const asked = { deployment: world.deployment, kpi: world.kpi, window, ...wrong };
  const { errors, data } = await server.answer(EFFECT, asked);
  expect(data ?? null).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code, argument } }]);
});
