import { ADDED, NEXT_IN, NEXT_OUT } from '../../projections/topology/edge-table.ts';
import type { Alias } from '../../projections/topology/alias-table.ts';
import { wholeByName } from '../../projections/topology/membership.ts';
import { grown } from '../../projections/topology/grown.ts';
import type { Topology } from '../../projections/topology/topology.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import { sightOf } from '../../kernel/visibility.ts';
import type { Aliases } from '../aliases.ts';
import type { Steady } from '../traversal.ts';
import { narrow } from './holds.ts';
import { nodeSight } from './visibility.ts';

/** Which nodes are names of one thing, at one place. */
export interface Identity {
  /** Whether any two nodes may be: where not, nobody needs to ask. */
  readonly isTrivial: boolean;
  /** The node that stands for what has this name; -1 where nothing is recorded of it. */
  find(urn: Urn): number;
  /** The node that stands for the thing. */
  canonical(node: number): number;
  /** All nodes that are names of it, the canonical one first; null where the node is the only one. */
  names(node: number): readonly number[] | null;
}

/**
 * What is joined by identity relations is one thing. Its canonical name is one that is nobody's alias, of several or
 * none the first by URN: that hangs on what is claimed, not on the order in which it came. Fields of one path follow
 * their datasets.
 *
 * A relation to a name that is hidden from the viewer makes no two names one: a hidden name is a thing of its own.
 *
 * @param steady is narrowed to the times at which whatever is asked about has the names that it has
 */
export function createIdentity(topology: Topology, at: ReadAt, steady?: Steady): Identity {
  const { aliases, nodes } = topology;
  if (aliases.isEmpty) return { isTrivial: true, find: nodes.find, canonical: (node) => node, names: () => null };
  const datasetNode = datasetNodes(topology);
  /** Of things that have several names; the others are told by a look at an array. */
  const known = new Map<number, readonly number[] | null>();

  function names(node: number): readonly number[] | null {
    const dataset = datasetNode(node);
    if (dataset === -1 || !aliases.has(dataset)) return null;
    const found = known.get(node);
    if (found !== undefined) return found;
    const datasets = datasetNames(topology, dataset, at, steady);
    const same = dataset === node ? datasets : fieldNames(topology, node, datasets, at);
    for (const each of same ?? [node]) known.set(each, same);
    return same;
  }

  function canonical(node: number): number {
    return names(node)?.[0] ?? node;
  }

  return {
    isTrivial: false,
    find(urn) {
      const node = nodes.find(urn);
      return node === -1 ? -1 : canonical(node);
    },
    canonical,
    names,
  };
}

/** Names by URN, for lookups. */
export function createAliases(topology: Topology): Aliases {
  const { nodes } = topology;
  return {
    namesOf(id, at, steady) {
      if (topology.aliases.isEmpty) return [id];
      const sight = sightOf(at.viewer.visibility);
      if (sight(id) !== 'SHOW') return [id];
      const whole = id.startsWith(DATASET) ? id : wholeByName(id);
      const dataset = whole === null ? -1 : nodes.find(whole);
      if (dataset === -1 || !topology.aliases.has(dataset)) return [id];
      const datasets = datasetNames(topology, dataset, at, steady)?.map(nodes.urn) ?? [];
      if (datasets.length === 0) return [id];
      return whole === id
        ? datasets
        : datasets.map((each) => fieldOf(each, id)).filter((each) => sight(each) === 'SHOW');
    },
  };
}

const wholes = new WeakMap<Topology, Int32Array>();

/** Of a dataset itself, of a field its dataset's node, else -1. What was found out once is kept beside the topology. */
function datasetNodes(topology: Topology): (node: number) => number {
  const { nodes } = topology;
  const [dataset, field] = ['DATASET', 'FIELD'].map((kind) => nodes.kindNames.indexOf(kind));
  // A node's dataset plus one; 0: not looked for yet; -1: it has none.
  let known = grown(wholes.get(topology) ?? new Int32Array(0), nodes.count);
  wholes.set(topology, known);
  return (node) => {
    if (nodes.kinds[node] === dataset) return node;
    if (nodes.kinds[node] !== field) return -1;
    if (node >= known.length) {
      known = grown(known, node + 1);
      wholes.set(topology, known);
    }
    if (known[node] === 0) {
      const whole = wholeByName(nodes.urn(node));
      // A dataset that has no node yet is given one, so that it is the same one when relations come.
      known[node] = whole === null ? -1 : nodes.intern(whole) + 1;
    }
    return known[node] === -1 ? -1 : known[node]! - 1;
  };
}

/** The fields of the same path, as far as anything was recorded of them by then; one of which nothing was is alone. */
function fieldNames(
  topology: Topology,
  field: number,
  datasets: readonly number[] | null,
  at: ReadAt,
): readonly number[] | null {
  const { nodes } = topology;
  const sight = nodeSight(nodes, at.viewer);
  const urn = nodes.urn(field);
  const fields = datasets
    ?.map((each) => nodes.find(fieldOf(nodes.urn(each), urn)))
    .filter((each) => each !== -1 && sight?.isHidden(each) !== true && isThereAt(topology, each, at.position));
  return fields === undefined || fields.length < 2 || !fields.includes(field) ? null : fields;
}

function datasetNames(
  { nodes, aliases }: Topology,
  start: number,
  at: ReadAt,
  steady?: Steady,
): readonly number[] | null {
  const sight = nodeSight(nodes, at.viewer);
  const asOf = at.asOf ?? at.now;
  const holds = ({ from, to, added, removed, validFrom, validTo }: Alias) => {
    if (at.position < added || removed <= at.position) return false;
    if (steady !== undefined) narrow(steady, validFrom, validTo, asOf);
    return validFrom <= asOf && asOf < validTo && ![from, to].some((node) => sight?.isHidden(node) === true);
  };
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
    [edges.firstOwner[node], NEXT_IN],
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

/** The field of this dataset that has the same path as that one. */
function fieldOf(dataset: Urn, field: Urn): Urn {
  return `${FIELD}${dataset.slice(DATASET.length)}${field.slice(field.indexOf(HASH))}` as Urn;
}
