import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ontology } from '../../../src/domains/index.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { Fact } from '../../../src/kernel/fact.ts';
import { micros } from '../../../src/kernel/time.ts';
import { formatUrn } from '../../../src/kernel/urn.ts';
import { Connection } from '../../../src/store/embedded/database.ts';
import { prepareSchema } from '../../../src/store/embedded/schema.ts';
import { applyBatches, readHead } from '../../../src/store/embedded/writer.ts';
import { batchOf } from '../../contract/subject.ts';

function described(name: string, description: string): Fact {
  const id = formatUrn('DATASET', 'disk', name);
  return { fact: 'entity', id, props: { description }, at: micros(1_760_000_000_000_000), source: 'test' };
}

test('where the disk is full nothing is written, callers are told to try again, and what fits is taken later', () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-'));
  try {
    using connection = new Connection(folder, { readOnly: false });
    prepareSchema(connection.database, ontology);
    const apply = (...facts: Fact[]) =>
      applyBatches(
        connection,
        facts.map((fact) => batchOf([fact])),
        ontology,
        systemClock,
      );
    apply(described('first', ''));
    const { page_count: pages } = connection.get<{ page_count: number }>('PRAGMA page_count') ?? { page_count: 0 };
    // SQLite's own limit makes the same error as a disk without room.
    connection.database.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const large = [described('large', 'x'.repeat(100_000)), described('small', 'x')];
    expect(() => apply(...large)).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    expect(readHead(connection).position).toBe(1);
    connection.database.exec(`PRAGMA max_page_count = ${pages + 1_000}`);
    expect(apply(...large).map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
