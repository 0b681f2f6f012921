import {
  relationId,
  type DecisionFact,
  type LoggedFact,
  type ObserveFact,
  type RelationKey,
} from '../../kernel/fact.ts';
import { sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { LogEntry } from '../ports.ts';
import { authoritiesIn, recordAt, relationAt } from './read.ts';
import { AUTHORITY_SUBJECT, decisionSubject, observationSubject, setSubjectsOf } from './subjects.ts';

/** What claims alone decide, so that whoever has them comes to the same. */
export type Statement =
  | { readonly kind: 'PROPERTY'; readonly of: Urn; readonly name: string }
  | { readonly kind: 'RELATION'; readonly relation: RelationKey }
  /** All that was measured since. */
  | { readonly kind: 'OBSERVATIONS'; readonly of: Urn; readonly metric: string; readonly since: Micros }
  /** What decisions of a stream left of a record, of it these. */
  | { readonly kind: 'DECISION'; readonly stream: string; readonly id: Urn; readonly names: readonly string[] };

/** Whose claims decide it: subjects of the log. */
export function subjectsDeciding(statement: Statement): readonly string[] {
  return [AUTHORITY_SUBJECT, ...subjectsSpeaking(statement)];
}

function subjectsSpeaking(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'PROPERTY':
      return [statement.of];
    case 'RELATION':
      return [relationId(statement.relation), ...setSubjectsOf(statement.relation)];
    case 'OBSERVATIONS':
      return [observationSubject(statement.of, statement.metric)];
    case 'DECISION':
      return [decisionSubject(statement.stream)];
  }
}

/**
 * What the claims come to, and those that it rests on: they alone come to the same, and without any of them they do not.
 * @param entries about all subjects that decide it
 */
export function restingOn(
  statement: Statement,
  entries: readonly LogEntry[],
  asOf: Micros,
  ontology: Ontology,
): { readonly value: Json; readonly claims: readonly LogEntry[] } {
  const concluded = (some: readonly LogEntry[]) => conclude(statement, some, asOf, ontology);
  const value = concluded(entries);
  // All that was measured is told, so that none of it can be missing.
  if (statement.kind === 'OBSERVATIONS') return { value, claims: measured(statement, entries, asOf) };
  const newestFirst = [...entries].sort((a, b) => b.fact.at - a.fact.at || b.position - a.position);
  const claims = fewest(newestFirst, (some) => sameJson(concluded(some), value));
  return { value, claims: [...claims].sort((a, b) => a.position - b.position) };
}

function conclude(statement: Statement, entries: readonly LogEntry[], asOf: Micros, ontology: Ontology): Json {
  const facts = entries.map(({ fact }) => fact);
  switch (statement.kind) {
    case 'PROPERTY': {
      const record = recordAt(statement.of, facts, ALWAYS, asOf, ontology, authoritiesIn(facts));
      return record?.props[statement.name] ?? null;
    }
    case 'RELATION': {
      const found = relationAt(statement.relation, facts, asOf, authoritiesIn(facts));
      return found && { provenance: found.provenance, props: found.props, sources: found.sources };
    }
    case 'OBSERVATIONS':
      return measured(statement, entries, asOf).map(({ fact }) => {
        const { at, source, key, value } = fact as ObserveFact;
        return { at, source, key, value };
      });
    case 'DECISION':
      return decided(statement, facts);
  }
}

function measured(
  { of, metric, since }: Extract<Statement, { kind: 'OBSERVATIONS' }>,
  entries: readonly LogEntry[],
  asOf: Micros,
): readonly LogEntry[] {
  const isOne = ({ fact }: LogEntry) =>
    fact.fact === 'observe' && fact.of === of && fact.metric === metric && since <= fact.at && fact.at <= asOf;
  return entries.filter(isOne).sort((a, b) => a.position - b.position);
}

function decided({ stream, id, names }: Extract<Statement, { kind: 'DECISION' }>, facts: readonly LoggedFact[]): Json {
  const decisions = facts.filter((fact) => fact.fact === 'decision' && fact.stream === stream && fact.record.id === id);
  const last = decisions.at(-1) as DecisionFact | undefined;
  if (last === undefined) return null;
  const { props, ...record } = last.record;
  return picked({ ...props, ...(record as unknown as JsonObject) }, names);
}

/** What it says under these names; null where it says nothing. */
export function picked(whole: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, whole[name] ?? null]));
}

/** Where nobody ever named it the record has nothing either, so it does not matter when somebody did. */
const ALWAYS = micros(Number.MIN_SAFE_INTEGER);

/** What suffices of these, the first rather than the others, and does not where any one of it is left out. */
function fewest<T>(items: readonly T[], suffices: (some: readonly T[]) => boolean): readonly T[] {
  let count = 0;
  while (count < items.length && !suffices(items.slice(0, count))) count = Math.max(1, count * 2);
  let kept = items.slice(0, count);
  for (let size = Math.ceil(kept.length / 2); size > 0;) {
    const before = kept.length;
    for (let start = 0; start < kept.length;) {
      const rest = kept.filter((_, index) => index < start || index >= start + size);
      if (suffices(rest)) kept = rest;
      else start += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    // What had to stay may be left out once another is.
    else if (kept.length === before) size = 0;
  }
  return kept;
}
