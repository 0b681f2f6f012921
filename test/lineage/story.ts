import { ontology } from './ontology.ts';
import type { Provenance, RelationKey } from '../../src/kernel/fact.ts';
import type { JsonObject } from '../../src/kernel/json.ts';
import { micros } from '../../src/kernel/time.ts';
import { formatUrn, kindSlug, urnParts, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY } from '../../src/kernel/viewer.ts';
import { visibilityOf, type Sight } from '../../src/kernel/visibility.ts';
import { createMemoryTraversal, DEFAULT_LIMITS } from '../../src/lineage/memory/traversal.ts';
import type {
  Direction,
  FoundPath,
  FoundPaths,
  Impact,
  Origins,
  Reach,
  ReachQuery,
  Traversal,
} from '../../src/lineage/traversal.ts';
import { createTopology } from '../../src/projections/topology/topology.ts';
import type { ReadAt, SegmentRow } from '../../src/store/ports.ts';

/** `field:orders.id` stands for a URN; `kpi`, `run`, `view`, `version` and `source` for the longer kinds. */
export function urn(short: string): Urn {
  const [kind = '', name = ''] = short.split(':');
  return formatUrn((LONG[kind] ?? kind).toUpperCase(), 'shop', name);
}

const LONG: Readonly<Record<string, string>> = {
  kpi: 'business_kpi',
  run: 'experiment_run',
  view: 'feature_view',
  version: 'model_version',
  source: 'data_source',
};

export function short(id: Urn): string {
  const { kind, name } = urnParts(id);
  const known = Object.entries(LONG).find(([, long]) => long === kind.toLowerCase());
  return `${known?.[0] ?? kindSlug(kind)}:${name}`;
}

interface Line extends JsonObject {
  readonly valid?: readonly [from: number, to: number | null];
  readonly believed?: readonly [added: number, removed: number | null];
  readonly provenance?: Provenance;
  readonly id?: string;
}

/** `dataset:orders READ_BY job:daily {"columns": "KNOWN"}`: valid and believed always, and observed, unless it says so. */
export function row(line: string): SegmentRow {
  const [, from = '', type = '', to = '', props = '{}'] = /^(\S+) (\S+) (\S+)(?: (.+))?$/.exec(line.trim()) ?? [];
  const {
    valid = [0, null],
    believed = [1, null],
    provenance = 'OBSERVED',
    id = '',
    ...rest
  } = JSON.parse(props) as Line;
  return {
    key: { type, from: urn(from), to: urn(to), discriminator: id },
    validFrom: micros(valid[0]),
    validTo: valid[1] === null ? null : micros(valid[1]),
    addedAt: believed[0],
    removedAt: believed[1],
    provenance,
    props: rest,
  };
}

export interface Asked extends Partial<Omit<ReachQuery, 'of' | 'direction' | 'kinds' | 'through' | 'provenance'>> {
  readonly kinds?: readonly string[];
  readonly through?: readonly string[];
  readonly provenance?: readonly Provenance[];
  readonly asOf?: number | null;
  readonly now?: number;
  readonly position?: number;
  readonly nodeLimit?: number;
  /** What of it is hidden from who asks: `dataset:orders`. */
  readonly hidden?: Readonly<Partial<Record<Sight, readonly string[]>>>;
  /** Milliseconds, by a clock that goes one on whenever it is looked at. */
  readonly timeLimit?: number;
  /** Milliseconds that others take, by that clock, in each turn of the event loop. */
  readonly turn?: number;
}

/** A graph as lines of relations, and what is reached in it. */
export function story(lines: string) {
  const topology = createTopology(ontology);
  for (const line of lines.split('\n')) if (line.trim() !== '') topology.apply(row(line));

  function traversal(asked: Asked): Traversal {
    let time = 0;
    const others = asked.turn === undefined ? null : setInterval(() => (time += asked.turn as number), 0);
    others?.unref();
    const clock = asked.timeLimit === undefined ? () => performance.now() : () => time++;
    const limits = {
      nodes: asked.nodeLimit ?? DEFAULT_LIMITS.nodes,
      millis: asked.timeLimit ?? DEFAULT_LIMITS.millis,
    };
    return createMemoryTraversal(topology, limits, clock);
  }

  async function ask(of: string, direction: Direction, asked: Asked = {}): Promise<Reach> {
    return traversal(asked).reach(query(of.split(' ').map(urn), direction, asked), placeOf(asked));
  }

  async function impact(of: string, asked: Asked = {}): Promise<Impact> {
    const targets = new Set(asked.kinds ?? ['BUSINESS_KPI', 'DEPLOYMENT']);
    return traversal(asked).impact({ of: of.split(' ').map(urn), targets }, placeOf(asked));
  }

  async function paths(from: string, to: string, first: number, asked: Asked = {}): Promise<FoundPaths> {
    return traversal(asked).paths({ from: urn(from), to: urn(to), first }, placeOf(asked));
  }

  async function origins(of: string, asked: Asked = {}): Promise<Origins> {
    return traversal(asked).origins({ of: urn(of), nodes: asked.nodeLimit ?? DEFAULT_LIMITS.nodes }, placeOf(asked));
  }

  return {
    topology,
    origins,
    /** As text: `1 dataset:a 0.5 x 0.1: dataset:a kpi:revenue`, and at the end what kept it from finding more. */
    async from(of: string, asked: Asked = {}): Promise<string[]> {
      const { nodes, limitHit } = await origins(of, asked);
      const told = nodes.map(({ id, depth, confidence, stageShare, path }) => {
        const share = stageShare === 1 ? '' : ` x ${stageShare}`;
        return `${depth} ${short(id)} ${confidence}${share}: ${wayText(path())}`;
      });
      return [...told, ...(limitHit === null ? [] : [limitHit])];
    },
    ask,
    impact,
    paths,
    /** As text: the nodes of each, and at the end what kept it from finding more. */
    async ways(from: string, to: string, first: number, asked: Asked = {}): Promise<string[]> {
      const found = await paths(from, to, first, asked);
      return [...found.paths.map(wayText), ...(found.limitHit === null ? [] : [found.limitHit])];
    },
    /** As text: `kpi:revenue 0.5 x 0.1, 2 ways: dataset:a job:j kpi:revenue`; by id. */
    async atRisk(of: string, asked: Asked = {}): Promise<string[]> {
      const { targets } = await impact(of, asked);
      return targets
        .map(({ id, confidence, stageShare, shortestPaths, path }) =>
          [
            short(id),
            ` ${confidence}`,
            stageShare === 1 ? '' : ` x ${stageShare}`,
            shortestPaths === 1 ? '' : `, ${shortestPaths} ways`,
            `: ${wayText(path())}`,
          ].join(''),
        )
        .sort();
    },
    /** As text: `1 job:daily`. */
    async nodes(of: string, direction: Direction, asked: Asked = {}): Promise<string[]> {
      return (await ask(of, direction, asked)).nodes.map(({ id, depth }) => `${depth} ${short(id)}`);
    },
    /** As text: `dataset:orders READ_BY job:daily, TABLE`, then hops and confidence where they are not 1. */
    async links(of: string, direction: Direction, asked: Asked = {}): Promise<string[]> {
      return (await ask(of, direction, asked)).links.map((link) =>
        [
          `${short(link.from)} ${link.relation?.type ?? '...'} ${short(link.to)}`,
          link.grain,
          ...(link.hops === 1 ? [] : [`${link.hops} hops`]),
          ...(link.confidence === 1 ? [] : [link.confidence]),
          ...(link.provenance === 'OBSERVED' ? [] : [link.provenance]),
        ].join(', '),
      );
    },
  };
}

function placeOf({ position, asOf, now, hidden }: Asked): ReadAt {
  const rules = Object.entries(hidden ?? {}).map(([effect, ids]) => ({ effect: effect as Sight, ids: ids.map(urn) }));
  return {
    position: position ?? 1,
    asOf: asOf === undefined || asOf === null ? null : micros(asOf),
    now: micros(now ?? 1_000),
    viewer: hidden === undefined ? EVERYBODY : { id: 'somebody', visibility: visibilityOf(rules, 'COUNT') },
  };
}

/** As text: its nodes. */
function wayText({ nodes }: FoundPath): string {
  return nodes.map(short).join(' ');
}

function query(of: readonly Urn[], direction: Direction, asked: Asked): ReachQuery {
  const set = <T>(list: readonly T[] | undefined) => (list === undefined ? null : new Set(list));
  return {
    of,
    direction,
    depth: asked.depth ?? null,
    kinds: set(asked.kinds),
    through: set(asked.through),
    provenance: set(asked.provenance),
    includeStale: asked.includeStale ?? true,
  };
}

export function keyText(key: RelationKey): string {
  return `${short(key.from)} ${key.type} ${short(key.to)}`;
}
