import type { Ontology } from '../../kernel/ontology.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import type { Urn } from '../../kernel/urn.ts';
import { isPart, wholeByName } from '../../projections/topology/membership.ts';
import type { ScheduleLender } from '../../projections/topology/schedule-table.ts';
import { createTopology, type Topology } from '../../projections/topology/topology.ts';
import type { ReadAt, RelationEnd, RelationLookup, SegmentRow } from '../../store/ports.ts';
import type { Aliases } from '../aliases.ts';
import type { Steady } from '../traversal.ts';
import { createEndsByKind, NEEDS, type Need } from './ends-by-kind.ts';

/** A small topology of what was asked for, at one place, under the names that it has there. */
export interface Surroundings {
  readonly topology: Topology;
  /** Takes the entity in, if it is not there yet: then its names, and of what it is part, are read with the next reading. */
  meet(id: Urn): void;
  /** Asks for this around the thing, under each of its names. */
  need(need: Need, id: Urn): void;
  /** Reads what was asked for since the last time, and meets what stands at the ends. Null, or which limit kept it. */
  read(): Promise<'NODES' | 'TIME' | null>;
}

export interface SurroundingsSetting {
  readonly lookup: RelationLookup;
  readonly ontology: Ontology;
  readonly aliases: Aliases;
  readonly lender: ScheduleLender;
  readonly at: ReadAt;
  /** Which lineage to look for downstream of something. */
  readonly follows: (type: string) => boolean;
  /** How many relations at most. */
  readonly most: number;
  readonly isTimeUp: () => boolean;
  /** Where wanted, what holds at other times alone is read as well, and this narrowed to the times of the same names. */
  readonly steady?: Steady | undefined;
}

export function createSurroundings(setting: SurroundingsSetting): Surroundings {
  const { lookup, aliases, at, follows, most, isTimeUp, steady } = setting;
  const topology = createTopology(setting.ontology, null, setting.lender);
  const endsByKind = createEndsByKind(setting.ontology);
  const met = new Set<Urn>();
  const asked = new Map<Need, Set<Urn>>(NEEDS.map((need) => [need, new Set()]));
  /** Ends of which what holds is wanted, and those of which all that was ever recorded is. */
  let holding: RelationEnd[] = [];
  let recorded: RelationEnd[] = [];
  let taken = 0;

  function ask(need: Need, name: Urn): void {
    const known = asked.get(need)!;
    if (known.has(name)) return;
    known.add(name);
    const ends = need === 'any' || steady !== undefined ? recorded : holding;
    for (const { type, end } of endsByKind(need, topology.nodes.kindOf(name))) {
      if (need !== 'out' || follows(type)) ends.push({ type, end, of: name });
    }
  }

  function meet(id: Urn): void {
    if (met.has(id)) return;
    met.add(id);
    topology.nodes.intern(id);
    if (isPart(topology.nodes.kindOf(id))) need('whole', id);
    const names = aliases.namesOf(id, at, steady);
    if (names.length === 1) return;
    for (const name of names) {
      const dataset = wholeByName(name);
      ask('names', dataset ?? name);
      // A field counts among the names as soon as anything was recorded of it, whether it holds or not.
      if (dataset !== null) ask('any', name);
    }
  }

  function need(wanted: Need, id: Urn): void {
    for (const name of aliases.namesOf(id, at)) ask(wanted, name);
  }

  /** Whether it was no more than may be taken. */
  async function take(rows: readonly SegmentRow[] | null): Promise<boolean> {
    if (rows === null) return false;
    taken += rows.length;
    await mapInTurns(rows, (row) => {
      topology.apply(row);
      meet(row.key.from);
      meet(row.key.to);
    });
    return taken <= most;
  }

  return {
    topology,
    meet,
    need,
    async read() {
      while (holding.length + recorded.length > 0) {
        if (isTimeUp()) return 'TIME';
        const [now, ever] = [holding, recorded];
        holding = [];
        recorded = [];
        const found = await Promise.all([
          now.length === 0 ? [] : lookup.holding(now, at, most - taken),
          ever.length === 0 ? [] : lookup.recorded(ever, at.position, most - taken),
        ]);
        for (const rows of found) if (!(await take(rows))) return 'NODES';
      }
      return null;
    },
  };
}
