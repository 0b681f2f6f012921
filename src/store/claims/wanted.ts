import { contentHash, type Json } from '../../kernel/json.ts';
import { relationId, type LoggedFact, type RelationKey, type WritableFact } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Batch } from '../ports.ts';
import { endsShownBy, isRunEvent } from './shown-by-runs.ts';
import { memberKey, setSubject, setSubjectsOf } from './subjects.ts';
import type { BatchKey, Loaded, RunKey, Wanted } from './write-set.ts';

const factHashes = new WeakMap<LoggedFact, string>();

/** One spelling of a fact, so that the same fact is found again. Asked for at each stage of a write, and worked out once. */
export function factHash(fact: LoggedFact): string {
  const known = factHashes.get(fact);
  if (known !== undefined) return known;
  const hash = contentHash(fact as unknown as Json);
  factHashes.set(fact, hash);
  return hash;
}

export function keyText({ scope, key }: BatchKey): string {
  return `${scope} ${key}`;
}

/** What has to be loaded before these batches can be planned. */
export function wantedBy(batches: readonly Batch[], ontology: Ontology): Wanted {
  const facts = batches.flatMap((batch) => batch.facts);
  const entities = new Set<Urn>();
  const relations = new Set<string>();
  const newestSets = new Set<string>();
  const sets = new Map<string, Wanted['sets'][number]>();
  const runs = new Map<string, RunKey>();
  for (const fact of facts) {
    for (const id of mentionedBy(fact)) entities.add(id);
    for (const key of relationsOf(fact)) {
      relations.add(relationId(key));
      for (const subject of setSubjectsOf(key)) newestSets.add(subject);
    }
    if (fact.fact === 'set') sets.set(setSubject(fact.of, fact.type, fact.end), fact);
    if (isRunEvent(fact, ontology)) {
      runs.set(`${fact.of} ${fact.key}`, fact);
      // A run can end any relation that the job's runs show: those that it does not.
      for (const end of endsShownBy(fact.of, ontology)) sets.set(setSubject(end.of, end.type, end.end), end);
    }
  }
  return {
    keys: batches,
    hashes: facts.map(factHash),
    entities: [...entities],
    relations: [...relations],
    newestSets: [...newestSets],
    sets: [...sets.values()],
    runs: [...runs.values()],
    streams: [...new Set(facts.flatMap((fact) => (fact.fact === 'decision' ? [fact.stream] : [])))],
    contested: facts.some((fact) => fact.fact === 'authority'),
    consumers: batches.flatMap(({ consumed }) => consumed?.name ?? []),
  };
}

/** Those facts of the batches that will become entries, in order: not what the log has, nor what is refused. */
export function newFacts(batches: readonly Batch[], loaded: Pick<Loaded, 'keys' | 'hashes'>): WritableFact[] {
  const [keys, hashes] = [new Set(loaded.keys.map(keyText)), new Set(loaded.hashes)];
  return batches.flatMap((batch) => {
    if (keys.has(keyText(batch))) return [];
    keys.add(keyText(batch));
    return batch.facts.filter((fact) => {
      const hash = factHash(fact);
      return !hashes.has(hash) && hashes.add(hash);
    });
  });
}

/** Every entity that the fact names. */
export function mentionedBy(fact: LoggedFact): readonly Urn[] {
  switch (fact.fact) {
    case 'entity':
      return [fact.id];
    case 'relation':
      return [fact.key.from, fact.key.to];
    case 'retire':
      return 'id' in fact.of ? [fact.of.id] : [];
    case 'set':
      return [fact.of, ...fact.members];
    case 'observe':
      return [fact.of];
    case 'authority':
    case 'decision':
    case 'supersede':
      return [];
  }
}

/** The relations of which the fact speaks by name. */
export function relationsOf(fact: WritableFact): RelationKey[] {
  if (fact.fact === 'relation') return [fact.key];
  if (fact.fact === 'retire' && 'key' in fact.of) return [fact.of.key];
  if (fact.fact === 'set') return fact.members.map((member) => memberKey(fact, member));
  return [];
}
