import { readdirSync, readFileSync } from 'node:fs';
import { ontology } from '../../../src/domains/index.ts';
import { openLineage } from '../../../src/ingest/openlineage/index.ts';
import type { Fact } from '../../../src/kernel/fact.ts';
import type { Json } from '../../../src/kernel/json.ts';

export type SampleFolder = 'python' | 'dbt' | 'feast';

/** The bodies of captured requests, in the order in which they were sent. */
export function sampleBodies(folder: SampleFolder): Json[] {
  const place = new URL(`./samples/${folder}/`, import.meta.url);
  return readdirSync(place)
    .sort()
    .map((file) => (JSON.parse(readFileSync(new URL(file, place), 'utf8')) as { body: Json }).body);
}

/** The facts of a payload. @throws Error where it is refused */
export async function factsOf(payload: Json): Promise<readonly Fact[]> {
  const mapped = await openLineage.map(payload, ontology);
  if ('errors' in mapped) throw new Error(JSON.stringify(mapped.errors));
  return mapped.facts;
}
