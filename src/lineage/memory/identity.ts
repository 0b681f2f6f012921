import { ADDED, NEXT_IN, NEXT_OUT } from '../../projections/topology/edge-table.ts';
import type { Alias } from '../../projections/topology/alias-table.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { Aliases } from '../aliases.ts';

/** Which nodes are names of one thing, at one place. */
export interface Identity {
  /** Whether any two nodes may be: where not, nobody needs to ask. */
  readonly isTrivial: boolean;
  /** The node that stands for the thing. */
  canonical(node: number): number;
  /** All nodes that are names of it, the canonical one first; null where the node is the only one. */
  names(node: number): readonly number[] | null;
}

/**
 * What is joined by identity relations is one thing. Its canonical name is one that is nobody's alias, of several or
 * none the first by URN: that hangs on what is claimed, not on the order in which it came. Fields of one path follow
 * their datasets.
 */
export function createIdentity(topology: Topology, at: ReadAt): Identity {
  const { aliases } = topology;
  if (aliases.isEmpty) return { isTrivial: true, canonical: (node) => node, names: () => null };
  const known = new Map<number, readonly number[] | null>();

  function names(node: number): readonly number[] | null {
    const found = known.get(node);
    if (found !== undefined) return found;
    const same = namesAt(topology, node, at);
    for (const each of same ?? [node]) known.set(each, same);
    return same;
  }
  return { isTrivial: false, canonical: (node) => names(node)?.[0] ?? node, names };
}

/** Names by URN, for lookups. */
export function createAliases(topology: Topology): Aliases {
  return {
    namesOf(id, at) {
      if (topology.aliases.isEmpty) return [id];
      const node = topology.nodes.find(id);
      if (node !== -1) return namesAt(topology, node, at)?.map(topology.nodes.urn) ?? [id];
      // A field that no relation names has no node, but its dataset may have.
      const whole = datasetOf(id);
      const dataset = whole === null ? -1 : topology.nodes.find(whole);
      const datasets = dataset === -1 ? null : datasetNames(topology, dataset, at);
      return datasets?.map((each) => fieldOf(topology.nodes.urn(each), id)) ?? [id];
    },
  };
}

function namesAt(topology: Topology, node: number, at: ReadAt): readonly number[] | null {
  const { nodes, aliases } = topology;
  if (aliases.of(node).length > 0) return datasetNames(topology, node, at);
  const urn = nodes.urn(node);
  const whole = datasetOf(urn);
  const dataset = whole === null ? -1 : nodes.find(whole);
  const datasets = dataset === -1 ? null : datasetNames(topology, dataset, at);
  const fields = datasets
    ?.map((each) => nodes.find(fieldOf(nodes.urn(each), urn)))
    // What a later entry named first is not there yet.
    .filter((each) => each === node || (each !== -1 && isThereAt(topology, each, at.position)));
  return fields === undefined || fields.length < 2 ? null : fields;
}

function datasetNames({ nodes, aliases }: Topology, start: number, at: ReadAt): readonly number[] | null {
  const asOf = at.asOf ?? Number.MAX_VALUE;
  const holds = ({ added, removed, validFrom, validTo }: Alias) =>
    added <= at.position && at.position < removed && validFrom <= asOf && asOf < validTo;
  const isAlias = new Set<number>();
  const met = new Set([start]);
  for (const node of met) {
    for (const alias of aliases.of(node)) {
      if (!holds(alias)) continue;
      isAlias.add(alias.from);
      met.add(alias.from).add(alias.to);
    }
  }
  if (met.size === 1) return null;
  const order = (node: number) => `${Number(isAlias.has(node))} ${nodes.urn(node)}`;
  return [...met]
    .map((node) => [order(node), node] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, node]) => node);
}

function isThereAt({ edges }: Topology, node: number, position: number): boolean {
  const chains = [
    [edges.firstOut[node], NEXT_OUT],
    [edges.firstIn[node], NEXT_IN],
    [edges.firstWhole[node], NEXT_IN],
  ] as const;
  return chains.some(([first, next]) => {
    for (let slot = first ?? 0; slot !== 0; slot = edges.read(slot, next)) {
      if (edges.read(slot, ADDED) <= position) return true;
    }
    return false;
  });
}

const FIELD = 'urn:throughline:field:';
const DATASET = 'urn:throughline:dataset:';
/** `#` as it stands in URNs: between a dataset's name and a field's path. */
const HASH = '%23';

function datasetOf(field: Urn): Urn | null {
  const end = field.indexOf(HASH);
  return field.startsWith(FIELD) && end !== -1 ? (`${DATASET}${field.slice(FIELD.length, end)}` as Urn) : null;
}

/** The field of this dataset that has the same path as that one. */
function fieldOf(dataset: Urn, field: Urn): Urn {
  return `${FIELD}${dataset.slice(DATASET.length)}${field.slice(field.indexOf(HASH))}` as Urn;
}
