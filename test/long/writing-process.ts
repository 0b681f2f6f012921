import { ontology } from '../../src/domains/index.ts';
import { openEmbeddedStore } from '../../src/store/embedded/index.ts';
import { trusted } from '../contract/trusted.ts';
import { applied } from '../contract/subject.ts';

/** Writes until it is killed, and says what was acknowledged. */
const [folder = '', round = ''] = process.argv.slice(2);
const store = await openEmbeddedStore({ folder, ontology });

async function writeOn(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const names = [0, 1, 2].map((each) => `r${round}-w${writer}-${count}-${each}`);
    const at = '2026-01-01T00:00:00Z';
    const entity = { fact: 'entity', kind: 'DATASET', namespace: 'kill', at, source: 'dbt' };
    await applied(
      store,
      names.map((name) => trusted({ ...entity, name })),
    );
    process.send?.(names);
  }
}

await Promise.all([writeOn(0), writeOn(1), writeOn(2)]);
