import { PROVENANCES } from '../../kernel/fact.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import type { SegmentRow } from '../../store/ports.ts';
import { createAliasTable, type AliasTable } from './alias-table.ts';
import { createEdgeTable, NEVER, type EdgeChain, type EdgeTable } from './edge-table.ts';
import { createIntervalTable, type IntervalTable } from './interval-table.ts';
import type { Kept } from './kept.ts';
import { isMembership, MEMBERSHIP, OWNERSHIP } from './membership.ts';
import { createNodeTable, type NodeTable } from './node-table.ts';
import { createReleaseTable, RELEASE, type ReleaseTable } from './release-table.ts';
import { createRelationTypes, type RelationTypes } from './relation-types.ts';
import { borrowedSchedules, createScheduleTable, type ScheduleLender, type ScheduleTable } from './schedule-table.ts';

const CHAINS: Readonly<Record<string, EdgeChain>> = { [MEMBERSHIP]: 'whole', [OWNERSHIP]: 'owner' };

/**
 * The shape of the graph in memory: relations that carry lineage, which field or feature is part of what, who owns
 * what, and which names stand for one thing.
 * One edge per segment of a relation. Edges that are not believed any more stay for reads at earlier positions.
 */
export interface Topology {
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly intervals: IntervalTable;
  readonly types: RelationTypes;
  readonly aliases: AliasTable;
  readonly releases: ReleaseTable;
  readonly schedules: ScheduleTable;
  /** Takes a row in, or what became of it since; the same row again changes nothing. */
  apply(row: SegmentRow): void;
  /** As `apply`, for a row that is known to be new: spares the search for it. */
  add(row: SegmentRow): void;
  /** Forgets all relations, and when they were seen. */
  clear(): void;
  /** Memory that it has allocated. */
  bytes(): number;
  /** All of it, by table. What is kept lies in the memory of this topology, and changes with it. */
  keep(): KeptTopology;
}

type Table = 'nodes' | 'edges' | 'intervals' | 'aliases' | 'releases' | 'schedules';
export type KeptTopology = Readonly<Record<Table, Kept>>;

/**
 * @param kept what one by the same ontology kept; it is taken over
 * @param lender which knows when jobs run, by the same ontology, where this one is not told
 */
export function createTopology(
  ontology: Ontology,
  kept: KeptTopology | null = null,
  lender: ScheduleLender | null = null,
): Topology {
  const nodes = createNodeTable([...ontology.kinds.keys()], kept?.nodes);
  const edges = createEdgeTable(kept?.edges);
  const intervals = createIntervalTable(kept?.intervals);
  const types = createRelationTypes(ontology);
  const chains = types.names.map((name): EdgeChain => CHAINS[name] ?? 'flow');
  const releaseType = types.idOf(RELEASE);
  const aliases = createAliasTable(kept?.aliases);
  const releases = createReleaseTable(kept?.releases);
  const own = createScheduleTable(nodes, types, kept?.schedules);
  const schedules = lender === null ? own : { ...own, ...borrowedSchedules(nodes, lender) };

  /** Null where the topology does not hold such relations as edges. */
  function edgeOf(row: SegmentRow) {
    const { key, props } = row;
    const type = types.idOf(key.type);
    if (type === undefined) return null;
    if (types.isIdentity[type] === 1) {
      aliases.put(row, nodes.intern(key.from), nodes.intern(key.to));
      return null;
    }
    if (row.addedAt >= NEVER) throw new Error(`Position ${row.addedAt} is past the last that the topology can hold.`);
    const chain = chains[type]!;
    if (chain === 'whole' && !isMembership(nodes.kindOf(key.from), nodes.kindOf(key.to))) return null;
    const { confidence } = props;
    return {
      from: nodes.intern(key.from),
      to: nodes.intern(key.to),
      added: row.addedAt,
      removed: row.removedAt ?? NEVER,
      interval: intervals.intern(row.validFrom, row.validTo),
      type,
      provenance: PROVENANCES.indexOf(row.provenance),
      columnsKnown: props['columns'] === 'KNOWN',
      lapses: lapses(row, type),
      confidence: typeof confidence === 'number' ? Math.min(Math.max(confidence, 0), 1) : null,
      discriminator: key.discriminator,
      release: type === releaseType ? releases.intern(props) : 0,
      chain,
    };
  }

  /** What runs show, and nobody declares. */
  function lapses({ key, provenance, isDeclared }: SegmentRow, type: number): boolean {
    const ends = types.shownByRuns[type]?.ends;
    if (ends === undefined || provenance !== 'OBSERVED' || isDeclared === true || key.discriminator !== '')
      return false;
    return nodes.kindOf(key.from) === ends[0] && nodes.kindOf(key.to) === ends[1];
  }

  return {
    nodes,
    edges,
    intervals,
    types,
    aliases,
    releases,
    schedules,
    apply(row) {
      const edge = edgeOf(row);
      if (edge === null) return;
      const slot = edges.find(edge);
      if (slot === 0) edges.append(edge);
      else edges.remove(slot, edge.removed);
    },
    add(row) {
      const edge = edgeOf(row);
      if (edge !== null) edges.append(edge);
    },
    clear() {
      edges.clear();
      aliases.clear();
      schedules.clear();
    },
    bytes: () => nodes.bytes() + edges.bytes() + intervals.bytes() + schedules.bytes(),
    keep: () => ({
      ...{ nodes: nodes.keep(), edges: edges.keep(), intervals: intervals.keep() },
      ...{ aliases: aliases.keep(), releases: releases.keep(), schedules: schedules.keep() },
    }),
  };
}
