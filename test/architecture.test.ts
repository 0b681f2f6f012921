import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkImports, countModules, ruleNames } from './kit/imports.ts';

test('every module keeps the import rules', async () => {
  const { modules, violations } = await checkImports();
  expect(violations).toEqual([]);
  // dependency-cruiser passes what it can't read.
  expect(modules).toBeGreaterThan(0);
  expect(modules).toBe(countModules());
});

/** Rule, the module that breaks it, and what that module imports. */
const planted: ReadonlyArray<readonly [rule: string, from: string, imported: string]> = [
  ['room-order-kernel', 'src/kernel/planted.ts', '../store/ports.ts'],
  ['room-order-telemetry', 'src/telemetry/planted.ts', '../store/ports.ts'],
  ['room-order-store', 'src/store/planted.ts', '../projections/topology.ts'],
  ['room-order-projections', 'src/projections/planted.ts', '../lineage/walk.ts'],
  ['room-order-lineage', 'src/lineage/planted.ts', '../domains/index.ts'],
  ['room-order-domains', 'src/domains/planted.ts', '../graphql/schema.ts'],
  ['room-order-graphql', 'src/graphql/planted.ts', '../server/http.ts'],
  ['room-order-ingest', 'src/ingest/planted.ts', '../graphql/schema.ts'],
  ['room-order-live', 'src/live/planted.ts', '../graphql/schema.ts'],
  ['room-order-export', 'src/export/planted.ts', '../server/http.ts'],
  ['room-order-webhooks', 'src/webhooks/planted.ts', '../server/http.ts'],
  ['room-order-server', 'src/server/planted.ts', '../app.ts'],
  ['room-order-cli', 'src/cli/planted.ts', '../server/http.ts'],
  ['room-order-playground', 'src/playground/planted.ts', '../server/http.ts'],
  ['room-order-explorer', 'src/explorer/planted.ts', '../server/http.ts'],
  ['package-neo4j-driver', 'src/lineage/planted-driver.ts', 'neo4j-driver'],
  ['package-redis', 'src/live/planted-redis.ts', '@redis/client'],
  ['package-sqlite', 'src/store/neo4j/planted.ts', '@photostructure/sqlite'],
  ['package-ws', 'src/graphql/planted-ws.ts', 'ws'],
  ['package-graphql', 'src/live/planted-graphql.ts', 'graphql'],
  ['checker-stands-alone', 'src/cli/check-proof/planted.ts', '../../kernel/urn.ts'],
  ['config-stands-alone', 'src/config.ts', './store/ports.ts'],
  ['seed-knows-facts-alone', 'seed/planted.ts', '../src/store/ports.ts'],
  ['domains-meet-through-index', 'src/domains/kpis/planted.ts', '../catalog/dataset.ts'],
  ['domains-are-entered-through-index', 'src/graphql/planted-door.ts', '../domains/catalog/dataset.ts'],
  ['another-team-knows-the-sdl-alone', 'test/federation/outside/planted.ts', '../../../src/graphql/schema.ts'],
  ['no-development-package-at-run-time', 'src/kernel/planted-package.ts', 'fast-check'],
  ['resolvable', 'src/kernel/planted-nowhere.ts', './nowhere.ts'],
];

const innocent = {
  'src/app.ts': `import './server/http.ts';`,
  'src/server/http.ts': `import 'ws'; import '../export/index.ts'; import '../ingest/route.ts';`,
  'src/export/index.ts': `import '../graphql/schema.ts';`,
  'src/graphql/schema.ts': `import 'graphql'; import '../live/feed.ts'; import type { Dataset } from '../domains/index.ts';`,
  'src/ingest/route.ts': `import '../domains/index.ts';`,
  'src/live/feed.ts': `import '../store/ports.ts';`,
  'src/domains/index.ts': `export { Dataset } from './catalog/index.ts';`,
  'src/domains/catalog/index.ts': `export * from './dataset.ts';`,
  'src/domains/catalog/dataset.ts': `import 'graphql'; import '../../lineage/walk.ts'; export class Dataset {}`,
  'src/lineage/walk.ts': `import '../projections/topology.ts';`,
  'src/projections/topology.ts': `import '../store/ports.ts';`,
  'src/store/neo4j/index.ts': `import 'neo4j-driver'; import '@redis/client'; import '../ports.ts';`,
  'src/store/ports.ts': `import '../kernel/urn.ts'; export interface Store { close(): void }`,
  'src/kernel/urn.ts': `import type { Arbitrary } from 'fast-check'; export type A = Arbitrary<string>;`,
};

test('each import rule can fail, and a lawful tree breaks none', async () => {
  const root = await mkdtemp(join(tmpdir(), 'throughline-imports-'));
  try {
    await plantPackages(root);
    for (const [path, text] of Object.entries(innocent)) await plant(root, path, text);
    expect((await checkImports(root)).violations).toEqual([]);

    for (const [, from, imported] of planted) await plant(root, from, `import '${imported}';`);
    const { violations } = await checkImports(root);
    expect(violations).toHaveLength(planted.length);
    for (const [rule, from] of planted)
      expect(violations).toContainEqual(expect.stringMatching(`^${rule}: ${from} → `));
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(await ruleNames()));

    // The import of a type counts like that of a value.
    await plant(root, 'src/kernel/planted-type.ts', `export type { Store } from '../store/ports.ts';`);
    const added = (await checkImports(root)).violations.filter((violation) => !violations.includes(violation));
    expect(added).toEqual(['room-order-kernel: src/kernel/planted-type.ts → src/store/ports.ts']);
  } finally {
    await rm(root, { recursive: true });
  }
});

async function plantPackages(root: string): Promise<void> {
  const packages = ['neo4j-driver', '@redis/client', '@photostructure/sqlite', 'ws', 'graphql'];
  for (const name of [...packages, 'fast-check']) {
    await plant(
      root,
      `node_modules/${name}/package.json`,
      `{"name": "${name}", "version": "1.0.0", "main": "index.js"}`,
    );
    await plant(root, `node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1']));
  const manifest = { name: 'planted', dependencies, devDependencies: { 'fast-check': '1' } };
  await plant(root, 'package.json', JSON.stringify(manifest));
}

async function plant(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
