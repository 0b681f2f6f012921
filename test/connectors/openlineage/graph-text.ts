import { ontology } from '../../../src/domains/index.ts';
import { canonicalJson, contentHash, isJsonObject, type Json } from '../../../src/kernel/json.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import type { Store } from '../../../src/store/ports.ts';
import { headAt } from '../../contract/subject.ts';

/**
 * The whole graph as text, a line a node, a relation that holds, an observation: to be read, and to be compared. What
 * would be too long to read stands as a hash.
 */
export async function graphText(store: Store): Promise<string> {
  const nodes = await nodesOf(store);
  const lines = nodes.map(({ id, described, props }) => {
    const shown = Object.entries(props).map(
      ([name, value]) => `${name}${name.startsWith('facet:') ? hashed(value) : `=${canonicalJson(value)}`}`,
    );
    return [short(id), described ? '' : '(stub)', ...shown].filter((part) => part !== '').join(' ');
  });
  const observations = await observationsOf(
    store,
    nodes.map(({ id }) => id),
  );
  return [...lines.sort(), '', ...(await relationsOf(store)).sort(), '', ...observations.sort(), ''].join('\n');
}

async function nodesOf(store: Store) {
  const at = await headAt(store);
  const pages = [...ontology.kinds.keys()].map((kind) =>
    store.graph.find({ kind, where: [], order: [], first: 1000, after: null, count: false }, at),
  );
  return (await Promise.all(pages)).flatMap(({ records }) => records);
}

async function relationsOf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const rows of store.graph.segments(0, (await headAt(store)).position)) {
    for (const { key, validTo, removedAt, provenance, props } of rows) {
      if (validTo !== null || removedAt !== null) continue;
      const { job: _job, ...rest } = props;
      lines.push(`${short(key.from)} -${key.type}-> ${short(key.to)} ${provenance} ${canonicalJson(rest)}`);
    }
  }
  return lines;
}

/** All observations of whatever metric, the events of each in the order in which the store tells them. */
async function observationsOf(store: Store, ids: readonly Urn[]): Promise<string[]> {
  const entries = await store.log.read(0, 100_000);
  const metrics = new Set(entries.flatMap(({ fact }) => (fact.fact === 'observe' ? [fact.metric] : [])));
  const lines: string[] = [];
  for (const metric of metrics) {
    const pages = await store.graph.observations(ids, { metric, first: 1000, after: null }, await headAt(store));
    for (const [index, page] of pages.entries()) {
      for (const { key, events } of page.items) {
        const told = events.map(({ value }) => (metric === 'run' ? runEvent(value) : readable(value))).join(' ');
        lines.push(`${short(ids[index] as Urn)} ${metric} ${key}: ${told}`);
      }
    }
  }
  return lines;
}

/** Type and facets by name, and the whole of it. */
function runEvent(value: Json): string {
  const { eventType = null, facets = {} } = isJsonObject(value) ? value : {};
  const named = Object.entries(isJsonObject(facets) ? facets : {}).map(([name, facet]) => name + hashed(facet));
  return `${String(eventType)}${hashed(value)}(${named.sort().join(' ')})`;
}

function readable(value: Json): string {
  const text = canonicalJson(value);
  return text.length <= 80 ? text : hashed(value);
}

function hashed(value: Json): string {
  return `#${contentHash(value).slice(0, 8)}`;
}

function short(id: Urn): string {
  const { kind, namespace, name } = urnParts(id);
  return `${kind.toLowerCase()}[${namespace} ${name}]`;
}
