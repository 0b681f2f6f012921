import { ontology } from '../../../src/domains/index.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import type { Store } from '../../../src/store/ports.ts';
import { headAt } from '../../contract/subject.ts';

/** The whole graph as text, a line a node and a line a relation that holds: to be read, and to be compared. */
export async function graphText(store: Store): Promise<string> {
  const at = await headAt(store);
  const nodes: string[] = [];
  for (const { kind } of ontology.kinds.values()) {
    const query = { kind, where: [], order: [], first: 1000, after: null, count: false };
    for (const { id, described, props } of (await store.graph.find(query, at)).records) {
      const shown = Object.entries(props).map(
        ([name, value]) => `${name}=${name.startsWith('facet:') ? '…' : JSON.stringify(value)}`,
      );
      nodes.push([short(id), described ? '' : '(stub)', ...shown].filter((part) => part !== '').join(' '));
    }
  }
  const relations: string[] = [];
  for await (const rows of store.graph.segments(0, at.position)) {
    for (const { key, validTo, removedAt, provenance, props } of rows) {
      if (validTo !== null || removedAt !== null) continue;
      const { job: _job, ...rest } = props;
      relations.push(`${short(key.from)} -${key.type}-> ${short(key.to)} ${provenance} ${JSON.stringify(rest)}`);
    }
  }
  const runs: string[] = [];
  const jobs = (
    await store.graph.find({ kind: 'JOB', where: [], order: [], first: 1000, after: null, count: false }, at)
  ).records;
  const pages = await store.graph.observations(
    jobs.map((job) => job.id),
    { metric: 'run', first: 100, after: null },
    at,
  );
  for (const [index, page] of pages.entries()) {
    for (const { key, events } of page.items) {
      const types = events.map(({ value }) => (value as { eventType: string }).eventType).join(' ');
      runs.push(`${short(jobs[index]?.id as Urn)} run ${key}: ${types}`);
    }
  }
  return [...nodes.sort(), '', ...relations.sort(), '', ...runs.sort(), ''].join('\n');
}

function short(id: Urn): string {
  const { kind, namespace, name } = urnParts(id);
  return `${kind.toLowerCase()}[${namespace} ${name}]`;
}
