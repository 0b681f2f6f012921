import { ontology } from '../../src/domains/index.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import type { Json } from '../../src/kernel/json.ts';
import { isFact, parseFact } from '../../src/kernel/parse-fact.ts';

/** Where the times of made-up facts begin. */
export const EPOCH = 1_760_000_000_000_000;

/** A fact from its outside form. @throws Error where it is refused */
export function trusted(input: unknown): Fact {
  const fact = parseFact(input as Json, ontology);
  if (!isFact(fact)) throw new Error(`${fact.path}: ${fact.message} in ${JSON.stringify(input)}`);
  return fact;
}
