import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../kit/server.ts';
import { arms, daily, day, reasonsOf, World } from './kpi-effect-world.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const world = (name: string, direction?: string | null) => new World(server, name).begin(direction);

describe('between arms', () => {
  const experiment = [
    { version: 'm@1', from: day(0), to: day(10), arm: 'control' },
    { version: 'm@2', from: day(2), to: day(12), arm: 'treatment' },
  ];

  test('the means of the time in which both served are compared, and the direction judges them', async () => {
    const better = await world('higher');
    await better.release(experiment);
    // Outside of that time, and of parts or of no arm, values say the opposite.
    await better.values([
      ...arms(2, 10, { control: 50, treatment: 51 }),
      ...arms(0, 2, { control: 90 }),
      ...arms(10, 12, { treatment: 10 }),
      ...arms(2, 10, { control: 50, treatment: 10 }, { segment: 'DE' }),
      ...daily(0, 12, () => 10),
    ]);
    const effect = await better.effect(day(0), day(12));
    expect(effect).toMatchObject({
      ...{ method: 'WELCH', verdict: 'POSITIVE', reasons: [], parts: [], changedAt: null, definition: { id: 'first' } },
      ...{ segment: null, deployment: { name: 'model' }, kpi: { name: 'kpi' } },
      samples: [
        { name: 'TREATMENT', arm: 'treatment', size: 800 },
        { name: 'CONTROL', arm: 'control', size: 800 },
      ],
      releases: [{ released: { name: 'm@1' } }, { released: { name: 'm@2' } }],
    });
    expect(effect.estimate).toBeCloseTo(1, 9);
    // Of 800 each with a variance of 4 and of the days' means, a twelfth.
    const reach = 1.96 * Math.sqrt((2 * (4 + 1 / 12)) / 800);
    expect(effect.interval!.high - effect.interval!.low).toBeCloseTo(2 * reach, 1);
    const ofPart = await better.effect(day(0), day(12), { segment: 'DE' });
    expect(ofPart).toMatchObject({ verdict: 'NEGATIVE', segment: 'DE' });
  });

  test('where less is better the same difference is for the worse', async () => {
    const worse = await world('lower', 'LOWER_IS_BETTER');
    await worse.release(experiment);
    await worse.values(arms(2, 10, { control: 50, treatment: 51 }));
    expect(await worse.effect(day(0), day(12))).toMatchObject({ method: 'WELCH', verdict: 'NEGATIVE' });
  });

  test('without a direction, and with 0 in the interval, it is INCONCLUSIVE', async () => {
    const aimless = await world('aimless', null);
    await aimless.release(experiment);
    await aimless.values(arms(2, 10, { control: 50, treatment: 51 }));
    const effect = await aimless.effect(day(0), day(12));
    expect(effect.verdict).toBe('INCONCLUSIVE');
    expect(effect.estimate).toBeCloseTo(1, 9);
    expect(reasonsOf(effect)).toEqual(['NO_DIRECTION']);
    const same = await world('same');
    await same.release(experiment);
    await same.values(arms(2, 10, { control: 50, treatment: 50 }));
    expect(reasonsOf(await same.effect(day(0), day(12)))).toEqual(['INTERVAL_HOLDS_ZERO']);
  });

  test.each([
    ['the one called control is the control, though it came last', { control: 1, x: 0 }, {}, 'x', 'control'],
    ['else the one that came last is judged', { a: 0, b: 1 }, {}, 'b', 'a'],
    ['else the one that is named', { a: 0, b: 1 }, { treatment: 'a' }, 'a', 'b'],
    ['else against the one that is named', { a: 0, b: 1 }, { control: 'b' }, 'a', 'b'],
    ['of three the two that are named', { a: 0, b: 1, c: 2 }, { treatment: 'b', control: 'c' }, 'b', 'c'],
  ])('%s', async (name, begun: Record<string, number>, named, treatment, control) => {
    const named3 = await world(name);
    await named3.release(
      Object.entries(begun).map(([arm, from]) => ({ version: `m@${arm}`, from: day(from), arm, stage: 'AB' })),
    );
    await named3.values(arms(3, 9, Object.fromEntries(Object.keys(begun).map((arm) => [arm, 7]))));
    const { samples, releases } = await named3.effect(day(0), day(12), named);
    expect(samples).toMatchObject([{ arm: treatment }, { arm: control }]);
    expect(new Set(releases.map(({ arm }) => arm))).toEqual(new Set([treatment, control]));
  });

  test.each([
    ['began together', { a: 0, b: 0 }, {}, 'ARMS_NOT_NAMED'],
    ['are three', { a: 0, b: 1, c: 2 }, {}, 'ARMS_NOT_NAMED'],
    ['are three of which one is named', { a: 0, b: 1, control: 2 }, { treatment: 'a' }, 'ARMS_NOT_NAMED'],
    ['are others than those named', { a: 0, b: 1 }, { treatment: 'd', control: 'a' }, 'NO_COMPARISON'],
  ])('where arms %s nothing is compared', async (name, begun: Record<string, number>, named, reason) => {
    const unclear = await world(name);
    await unclear.release(Object.entries(begun).map(([arm, from]) => ({ version: `m@${arm}`, from: day(from), arm })));
    await unclear.values(arms(3, 9, Object.fromEntries(Object.keys(begun).map((arm) => [arm, 7]))));
    const effect = await unclear.effect(day(0), day(12), named);
    expect(effect).toMatchObject({ method: null, estimate: null, verdict: 'INCONCLUSIVE' });
    expect(reasonsOf(effect)).toEqual([reason]);
    expect(effect.reasons[0]!.entities).toHaveLength(Object.keys(begun).length);
  });

  test.each([
    ['nothing of one', arms(2, 10, { control: 5 }), 'NO_OBSERVATIONS TREATMENT'],
    ['one value', [...arms(2, 10, { control: 5 }), { at: day(3), value: 5, arm: 'treatment' }], 'TOO_FEW TREATMENT'],
    ['no variance', daily(2, 10, () => 5, { n: 9, arm: 'treatment' }), 'NO_VARIANCE TREATMENT'],
    ['half a value', daily(2, 10, () => 5, { n: 9.5, variance: 1, arm: 'treatment' }), 'INVALID TREATMENT'],
    [
      'the same always',
      ['control', 'treatment'].flatMap((arm) => [3, 4].map((on) => ({ at: day(on), value: 5, arm }))),
      'NO_VARIATION',
    ],
  ])('of %s it is said what is lacking', async (name, values, reason) => {
    const lacking = await world(name);
    await lacking.release(experiment);
    await lacking.values(values);
    const effect = await lacking.effect(day(0), day(12));
    expect(effect).toMatchObject({
      method: 'WELCH',
      verdict: 'INCONCLUSIVE',
      estimate: null,
      interval: null,
      samples: [],
    });
    expect(reasonsOf(effect)).toEqual([reason]);
  });
});

describe('before and after', () => {
  const replaced = (at: string) => [
    { version: 'm@1', from: day(-90), to: at },
    { version: 'm@2', from: at },
  ];
  const stepped = (on: number) => (each: number) => (each < on ? 50 : 60);

  test('days before a change say what would have been; the day of the change does not count', async () => {
    const one = await world('one change');
    await one.release(replaced(day(20, 9)));
    await one.values([...daily(0, 20, () => 50), { at: day(20), value: 1_000 }, ...daily(21, 40, () => 60)]);
    const effect = await one.effect(day(0), day(40));
    expect(effect).toMatchObject({
      ...{ method: 'SEGMENTED_REGRESSION', verdict: 'POSITIVE', reasons: [] },
      changedAt: day(20, 9).replace('Z', '000Z'),
      samples: [
        { name: 'BEFORE', arm: null, size: 20 },
        { name: 'AFTER', arm: null, size: 19 },
      ],
      releases: [{ released: { name: 'm@2' } }],
    });
    expect(effect.estimate! - 10).toBeGreaterThan(-2);
    expect(effect.estimate! - 10).toBeLessThan(2);
    expect(effect.interval!.low).toBeGreaterThan(0);
  });

  test('a change at midnight takes no day away, and less may be better', async () => {
    const midnight = await world('midnight', 'LOWER_IS_BETTER');
    await midnight.release(replaced(day(20)));
    await midnight.values(daily(0, 40, stepped(20)));
    const effect = await midnight.effect(day(0), day(40));
    expect(effect).toMatchObject({ verdict: 'NEGATIVE', samples: [{ size: 20 }, { size: 20 }] });
  });

  test('values of a part count for it alone, and several of a day by how many each is of', async () => {
    const parts = await world('parts');
    await parts.release(replaced(day(20)));
    // Alone, or each as much as the other, the small values would say that nothing changed.
    const small = (each: number) => 110 - stepped(20)(each);
    const later = ({ at, ...value }: { at: string; value: number }) => ({ at: at.replace('T00', 'T12'), ...value });
    const ofPart = { segment: 'DE', variance: 1 };
    await parts.values([
      ...daily(0, 40, stepped(20), { ...ofPart, n: 1_000_000 }),
      ...daily(0, 40, small, { ...ofPart, n: 1 }).map(later),
      ...daily(0, 40, stepped(20), { ...ofPart, arm: 'treatment', n: 100 }),
    ]);
    expect(await parts.effect(day(0), day(40), { segment: 'DE' })).toMatchObject({
      ...{ verdict: 'POSITIVE', samples: [{ size: 20 }, { size: 20 }] },
    });
    expect(reasonsOf(await parts.effect(day(0), day(40)))).toEqual(['NO_OBSERVATIONS BEFORE']);
  });

  test('a model that only looks on changes nothing; a second change on another day leaves nothing to compare', async () => {
    const changes = await world('changes');
    await changes.release([
      ...replaced(day(20, 9)),
      { version: 'm@3', from: day(25), stage: 'SHADOW' },
      { version: 'm@4', from: day(26), trafficShare: 0 },
      // Two that come on one day are one change.
      { version: 'm@5', from: day(20, 14) },
    ]);
    await changes.values(daily(0, 40, stepped(21)));
    expect(await changes.effect(day(0), day(40))).toMatchObject({ verdict: 'POSITIVE' });
    await changes.release([{ version: 'm@6', from: day(34) }]);
    const twice = await changes.effect(day(0), day(40));
    expect(reasonsOf(twice)).toEqual(['NO_COMPARISON']);
    const named = twice.reasons[0]!.entities.map(({ name }) => name).sort();
    expect(named).toEqual(['m@1', 'm@2', 'm@5', 'm@6']);
    expect(await changes.effect(day(0), day(34))).toMatchObject({ verdict: 'POSITIVE' });
  });

  test.each([
    ['no change', [{ version: 'm@1', from: day(-9) }]],
    ['an end without a beginning', [{ version: 'm@1', from: day(-9), to: day(20) }]],
    [
      'arms that followed each other on two days',
      [
        { version: 'm@1', from: day(5), to: day(20), arm: 'a' },
        { version: 'm@2', from: day(20), arm: 'b' },
      ],
    ],
  ])('of %s nothing is compared', async (name, releases) => {
    const none = await world(name);
    await none.release(releases);
    await none.values(daily(0, 40, stepped(20)));
    const effect = await none.effect(day(0), day(40));
    expect(effect).toMatchObject({ method: null, verdict: 'INCONCLUSIVE', estimate: null });
    expect(reasonsOf(effect)).toEqual(['NO_COMPARISON']);
  });

  test.each([
    ['eleven days before', daily(9, 40, stepped(20)), 'TOO_FEW BEFORE'],
    ['nothing since', daily(0, 20, stepped(20)), 'NO_OBSERVATIONS AFTER'],
    ['the same each day', daily(0, 40, () => 5).map(({ at }) => ({ at, value: 5 })), 'NO_VARIATION'],
  ])('of %s it is said what is lacking', async (name, values, reason) => {
    const lacking = await world(name);
    await lacking.release(replaced(day(20)));
    await lacking.values(values);
    const effect = await lacking.effect(day(0), day(40));
    expect(effect).toMatchObject({ method: 'SEGMENTED_REGRESSION', verdict: 'INCONCLUSIVE', estimate: null });
    expect(reasonsOf(effect)).toEqual([reason]);
  });
});
