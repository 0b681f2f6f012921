import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { openEmbeddedStore } from '../../../src/store/embedded/index.ts';
import { applied } from '../../contract/subject.ts';
import { trusted } from '../../contract/trusted.ts';

test('a folder of version 3 becomes one of this version, with all that it had', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-upgrade-'));
  try {
    const claim = { at: '2026-01-01T00:00:00Z', source: 'dbt' };
    const fact = trusted({ fact: 'entity', kind: 'DATASET', namespace: 'kept', name: 'kept', props: {}, ...claim });
    {
      await using store = await openEmbeddedStore({ folder, ontology });
      await applied(store, [fact]);
    }
    const database = new DatabaseSync(join(folder, 'graph.sqlite'));
    database.exec('DROP TABLE decided; PRAGMA user_version = 3');
    database.close();
    await using store = await openEmbeddedStore({ folder, ontology });
    expect((await store.log.head()).position).toBe(1);
    expect(await store.graph.streams(['any'])).toEqual([{ decisions: 0, record: null }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
