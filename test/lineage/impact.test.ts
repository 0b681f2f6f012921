import { expect, test } from 'vitest';
import { short, story } from './story.ts';

test('A KPI’s risk is the product of the confidences along the surest way.', async () => {
  const { atRisk } = story(`
    dataset:orders READ_BY job:roll
    job:roll WRITES dataset:daily {"provenance": "DECLARED"}
    dataset:daily MEASURES kpi:revenue {"confidence": 0.5}
  `);
  // 1 × 0.9 × 0.5
  expect(await atRisk('dataset:orders')).toEqual([
    'kpi:revenue 0.45: dataset:orders job:roll dataset:daily kpi:revenue',
  ]);
});

test('Of several ways the surest counts, however long: not their sum, and not the shortest.', async () => {
  const { atRisk } = story(`
    dataset:a MEASURES kpi:revenue {"confidence": 0.3}
    dataset:a READ_BY job:j
    job:j WRITES dataset:b {"confidence": 0.8}
    dataset:b MEASURES kpi:revenue {"confidence": 0.5}
  `);
  expect(await atRisk('dataset:a')).toEqual(['kpi:revenue 0.4: dataset:a job:j dataset:b kpi:revenue']);
});

test('Of equally sure ways that of fewest links is told, then the first by ids.', async () => {
  const longer = `
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b MEASURES kpi:revenue {"confidence": 0.5}
  `;
  // 1 × 1 × 0.5 is found before 0.5 × 1, and is no surer.
  const shorter = `
    field:f MEASURES kpi:part {"confidence": 0.5}
    kpi:part ROLLS_UP_TO kpi:revenue
    field:f DERIVES field:g
    field:g DERIVES field:h
    field:h MEASURES kpi:revenue {"confidence": 0.5}
  `;
  expect(await story(`${longer} dataset:a MEASURES kpi:revenue {"confidence": 0.5}`).atRisk('dataset:a')).toEqual([
    'kpi:revenue 0.5: dataset:a kpi:revenue',
  ]);
  expect(await story(shorter).atRisk('field:f')).toEqual([
    'kpi:part 0.5: field:f kpi:part',
    'kpi:revenue 0.5: field:f kpi:part kpi:revenue',
  ]);
  const parallel = ['z', 'b', 'c'].map(
    (side) => `field:a DERIVES field:${side} {"confidence": 0.${side === 'c' ? '25' : '5'}}
               field:${side} MEASURES kpi:revenue {"confidence": 0.${side === 'c' ? '5' : '25'}}`,
  );
  expect(await story(parallel.join('\n')).atRisk('field:a')).toEqual([
    'kpi:revenue 0.125, 3 ways: field:a field:b kpi:revenue',
  ]);
});

test('Products that are equal are equal, in whatever order and of whatever factors.', async () => {
  // 0.7 × 0.9 × 0.3 and 0.3 × 0.63 differ as floating point numbers.
  const { atRisk } = story(`
    field:f DERIVES field:b {"confidence": 0.7}
    field:b DERIVES field:c {"confidence": 0.9}
    field:c MEASURES kpi:revenue {"confidence": 0.3}
    field:f DERIVES field:z {"confidence": 0.3}
    field:z MEASURES kpi:revenue {"confidence": 0.63}
  `);
  expect(await atRisk('field:f')).toEqual(['kpi:revenue 0.189: field:f field:z kpi:revenue']);
});

const RELEASED = `
  run:r PRODUCED version:m
  version:m RELEASED_TO deployment:live {"stage": "PRODUCTION", "trafficShare": 0.8}
  version:m RELEASED_TO deployment:try {"stage": "CANARY", "trafficShare": 0.2, "confidence": 0.5}
  version:m RELEASED_TO deployment:copy {"stage": "SHADOW"}
  version:m RELEASED_TO deployment:own {"stage": "silver", "trafficShare": 0.5}
  deployment:live AFFECTS kpi:churn {"provenance": "DECLARED"}
  deployment:try AFFECTS kpi:churn
  deployment:copy AFFECTS kpi:trial
`;

test('What a release serves, by its stage and its share of the traffic, counts for its deployment and behind.', async () => {
  const { atRisk } = story(RELEASED);
  expect(await atRisk('run:r')).toEqual([
    'deployment:copy 1 x 0.1: run:r version:m deployment:copy',
    'deployment:live 1 x 0.8: run:r version:m deployment:live',
    'deployment:own 1 x 0.5: run:r version:m deployment:own',
    'deployment:try 0.5 x 0.2: run:r version:m deployment:try',
    // 0.9 × 0.8 by the one, 0.5 × 0.2 by the other.
    'kpi:churn 0.9 x 0.8, 2 ways: run:r version:m deployment:live kpi:churn',
    'kpi:trial 1 x 0.1: run:r version:m deployment:copy kpi:trial',
  ]);
});

test('Two releases of one version to one deployment: the larger counts, whichever is called main.', async () => {
  const { impact, atRisk } = story(`
    version:m RELEASED_TO deployment:d {"id": "a", "stage": "SHADOW", "trafficShare": 1}
    version:m RELEASED_TO deployment:d {"id": "b", "stage": "CANARY", "trafficShare": 0.25}
  `);
  expect(await atRisk('version:m')).toEqual(['deployment:d 1 x 0.25: version:m deployment:d']);
  const [target] = (await impact('version:m')).targets;
  expect(target?.path().links.map(({ relation }) => relation?.discriminator)).toEqual(['b']);
});

test('A deployment that is come into otherwise serves what its largest release in force serves; without any, all.', async () => {
  const { atRisk } = story(`
    feature:f SERVES deployment:d
    feature:f SERVES deployment:bare
    version:m RELEASED_TO deployment:d {"id": "old", "stage": "PRODUCTION", "valid": [0, 100]}
    version:m RELEASED_TO deployment:d {"id": "new", "stage": "CANARY", "trafficShare": 0.3, "valid": [50, null]}
    version:n RELEASED_TO deployment:d {"stage": "SHADOW", "valid": [50, null]}
    deployment:d AFFECTS kpi:churn
  `);
  const at = (share: string) => [
    'deployment:bare 1: feature:f deployment:bare',
    `deployment:d 1${share}: feature:f deployment:d`,
    `kpi:churn 1${share}: feature:f deployment:d kpi:churn`,
  ];
  expect(await atRisk('feature:f', { asOf: 99 })).toEqual(at(''));
  expect(await atRisk('feature:f', { asOf: 100 })).toEqual(at(' x 0.3'));
  // A walk that begins at the deployment comes in by no release either.
  expect(await atRisk('deployment:d', { asOf: 100 })).toEqual(['kpi:churn 1 x 0.3: deployment:d kpi:churn']);
});

test('Each deployment on the way counts.', async () => {
  const { atRisk } = story(`
    version:m RELEASED_TO deployment:score {"trafficShare": 0.5}
    deployment:score WRITES dataset:scores
    dataset:scores SERVES deployment:shop
    version:n RELEASED_TO deployment:shop {"trafficShare": 0.4}
    deployment:shop AFFECTS kpi:sales
  `);
  expect((await atRisk('version:m')).at(-1)).toBe(
    'kpi:sales 1 x 0.2: version:m deployment:score dataset:scores deployment:shop kpi:sales',
  );
});

test('What serves nobody is told last, with nothing: but it is told.', async () => {
  const { atRisk } = story(`
    version:m RELEASED_TO deployment:off {"trafficShare": 0}
    deployment:off AFFECTS kpi:churn
  `);
  expect(await atRisk('version:m')).toEqual([
    'deployment:off 1 x 0: version:m deployment:off',
    'kpi:churn 1 x 0: version:m deployment:off kpi:churn',
  ]);
});

test('A KPI that others roll up to has the most that comes by one of them, not the sum.', async () => {
  const { atRisk } = story(`
    dataset:a MEASURES kpi:shop {"confidence": 0.5}
    dataset:a MEASURES kpi:app {"confidence": 0.4}
    kpi:shop ROLLS_UP_TO kpi:sales
    kpi:app ROLLS_UP_TO kpi:sales
    kpi:sales ROLLS_UP_TO kpi:company {"provenance": "DECLARED"}
  `);
  expect(await atRisk('dataset:a')).toEqual([
    'kpi:app 0.4: dataset:a kpi:app',
    'kpi:company 0.45, 2 ways: dataset:a kpi:shop kpi:sales kpi:company',
    'kpi:sales 0.5, 2 ways: dataset:a kpi:shop kpi:sales',
    'kpi:shop 0.5: dataset:a kpi:shop',
  ]);
});

test('From a field its own relations count, and half of what does not say which columns it uses.', async () => {
  const { impact, atRisk } = story(`
    dataset:orders CONTAINS field:orders.id
    dataset:orders CONTAINS field:orders.amount
    dataset:orders READ_BY job:roll {"columns": "OPAQUE"}
    job:roll WRITES dataset:daily
    dataset:daily MEASURES kpi:volume
    field:orders.amount MEASURES kpi:revenue
  `);
  expect(await atRisk('field:orders.amount')).toEqual([
    'kpi:revenue 1: field:orders.amount kpi:revenue',
    'kpi:volume 0.5: field:orders.amount job:roll dataset:daily kpi:volume',
  ]);
  expect(await atRisk('field:orders.id')).toEqual([
    'kpi:volume 0.5: field:orders.id job:roll dataset:daily kpi:volume',
  ]);
  const [target] = (await impact('field:orders.id')).targets;
  expect(target?.path().links.map(({ from, grain, confidence }) => [short(from), grain, confidence])).toEqual([
    ['field:orders.id', 'TABLE_FALLBACK', 0.5],
    ['job:roll', 'TABLE', 1],
    ['dataset:daily', 'TABLE', 1],
  ]);
});

test('Between the same nodes a field’s own relation is told, and that of its whole where it is surer.', async () => {
  const lines = (confidence: number) => `
    dataset:orders CONTAINS field:orders.id
    dataset:orders READ_BY job:roll {"columns": "OPAQUE"}
    field:orders.id READ_BY job:roll {"confidence": ${confidence}}
  `;
  const grains = async (confidence: number) => {
    const { targets } = await story(lines(confidence)).impact('field:orders.id', { kinds: ['JOB'] });
    return targets.map(({ path, shortestPaths }) => [path().links[0]?.grain, shortestPaths]);
  };
  expect(await grains(0.5)).toEqual([['FIELD', 1]]);
  expect(await grains(0.4)).toEqual([['TABLE_FALLBACK', 1]]);
});

test('A start is not affected by itself, but by other starts and by what comes back to it.', async () => {
  const { impact, atRisk } = story(`
    dataset:a READ_BY job:j
    job:j WRITES dataset:b
    dataset:b READ_BY job:k
    job:k WRITES dataset:a
    dataset:b MEASURES kpi:revenue
    kpi:revenue ROLLS_UP_TO kpi:all
  `);
  const counts = async (of: string) => Object.fromEntries((await impact(of)).counts);
  expect(await counts('kpi:revenue')).toEqual({ BUSINESS_KPI: 1 });
  expect(await counts('dataset:b kpi:revenue')).toEqual({ JOB: 2, DATASET: 2, BUSINESS_KPI: 2 });
  expect(await atRisk('dataset:b kpi:revenue')).toEqual([
    'kpi:all 1: kpi:revenue kpi:all',
    'kpi:revenue 1: dataset:b kpi:revenue',
  ]);
  expect(await atRisk('dataset:a', { kinds: ['DATASET'] })).toEqual([
    'dataset:a 1: dataset:a job:j dataset:b job:k dataset:a',
    'dataset:b 1: dataset:a job:j dataset:b',
  ]);
});

test('Starts that are not known, or known and related to nothing, affect nothing.', async () => {
  const { impact } = story('dataset:a READ_BY job:j');
  expect((await impact('dataset:nowhere job:j')).counts).toEqual(new Map());
});

test('The moment and the position decide, also on what a release said of itself.', async () => {
  const { atRisk } = story(`
    version:m RELEASED_TO deployment:d {"trafficShare": 0.1, "valid": [0, 100], "believed": [1, 5]}
    version:m RELEASED_TO deployment:d {"trafficShare": 0.2, "valid": [0, 100], "believed": [5, null]}
    version:m RELEASED_TO deployment:d {"trafficShare": 0.9, "valid": [100, null]}
  `);
  const share = async (position: number, asOf: number) => (await atRisk('version:m', { position, asOf }))[0];
  expect(await share(4, 50)).toContain('x 0.1');
  expect(await share(5, 50)).toContain('x 0.2');
  expect(await share(5, 100)).toContain('x 0.9');
});

test('Owners are told of what is hit the surest first; who owns a whole answers for its parts.', async () => {
  const { impact } = story(`
    field:a.x DERIVES field:b.x {"confidence": 0.5}
    field:a.x DERIVES field:b.y {"confidence": 0.6}
    dataset:b CONTAINS field:b.x
    dataset:b CONTAINS field:b.y
    view:v CONTAINS feature:f
    field:b.x SUPPLIES feature:f
    feature:f USED_BY run:r
    team:b OWNS dataset:b
    team:a OWNS feature:f
    team:a OWNS view:v
    person:c OWNS run:r
    person:d OWNS dataset:a
    team:old OWNS run:r {"valid": [0, 100]}
  `);
  const owners = async (asOf: number | null) =>
    (await (await impact('field:a.x', { asOf })).owners()).map(({ id, owns }) => [id, ...owns].map(short).join(' '));
  expect(await owners(null)).toEqual(['team:b field:b.y field:b.x', 'person:c run:r', 'team:a feature:f']);
  expect((await owners(99)).at(-1)).toBe('team:old run:r');
});

test('What has several names is one thing: as a start, on the way, as what is owned.', async () => {
  const { impact, atRisk } = story(`
    dataset:copy ALIAS_OF dataset:main
    dataset:old ALIAS_OF dataset:main
    job:load WRITES dataset:copy
    dataset:old MEASURES kpi:revenue
    dataset:copy CONTAINS field:copy#x
    dataset:main CONTAINS field:main#x
    field:copy#x DERIVES field:end#x
    field:start#x DERIVES field:main#x
    team:t OWNS dataset:old
  `);
  const way = 'kpi:revenue 1: dataset:main kpi:revenue';
  expect(await atRisk('dataset:copy dataset:main')).toEqual([way]);
  expect(await atRisk('job:load')).toEqual(['kpi:revenue 1: job:load dataset:main kpi:revenue']);
  expect(await atRisk('field:start#x', { kinds: ['FIELD'] })).toEqual([
    'field:end#x 1: field:start#x field:main#x field:end#x',
    'field:main#x 1: field:start#x field:main#x',
  ]);
  const owned = async (of: string) =>
    (await (await impact(of)).owners()).map(({ id, owns }) => [id, ...owns].map(short));
  expect(await owned('job:load')).toEqual([['team:t', 'dataset:main']]);
  expect(await owned('field:start#x')).toEqual([['team:t', 'field:main#x']]);
});

test('Forty diamonds in a row, 2^40 ways, are counted at once, as many as can be told.', async () => {
  const diamonds = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      ['l', 'r'].map((side) => `field:f${i} DERIVES field:${side}${i}\nfield:${side}${i} DERIVES field:f${i + 1}`),
    ).flat();
  const ways = async (count: number) => {
    const { impact } = story([...diamonds(count), `field:f${count} MEASURES kpi:revenue`].join('\n'));
    return (await impact('field:f0')).targets.map((target) => target.shortestPaths);
  };
  expect(await ways(30)).toEqual([2 ** 30]);
  expect(await ways(40)).toEqual([2 ** 31]);
});

test('A hub of a hundred thousand relations is one question.', async () => {
  const lines = ['kpi:revenue ROLLS_UP_TO kpi:all'];
  for (let i = 0; i < 99_990; i++) lines.push(`field:hub DERIVES field:f${i}`, `field:f${i} MEASURES kpi:revenue`);
  const { impact } = story(lines.join('\n'));
  const { targets, counts, limitHit } = await impact('field:hub', { timeLimit: 1e9 });
  expect(limitHit).toBeNull();
  expect(Object.fromEntries(counts)).toEqual({ FIELD: 99_990, BUSINESS_KPI: 2 });
  expect(targets.map(({ shortestPaths, path }) => [shortestPaths, path().nodes.length])).toEqual([
    [99_990, 3],
    [99_990, 4],
  ]);
});
