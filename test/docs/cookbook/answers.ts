import { expect } from 'vitest';
import { canonicalJson, type JsonObject } from '../../../src/kernel/json.ts';
import { formatTime } from '../../../src/kernel/time.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import type { EntityRecord } from '../../../src/store/ports.ts';
import type { Picture, Relation } from './picture.ts';

export type Row = Readonly<Record<string, unknown>>;

/** How a query of the cookbook is asked, and what it must answer. */
export interface Question {
  readonly parameters: Row;
  check(rows: readonly Row[]): void;
}

/** By heading. What is expected is worked out from the lists of a picture, one way or another than Cypher's. */
export const QUESTIONS: Readonly<Record<string, (picture: Picture) => Question>> = {
  'What does this dataset reach?'(picture) {
    const id = startOf(picture, 'DATASET', null);
    const kinds = new Map<string, number[]>();
    for (const [urn, steps] of picture.reach(id)) {
      const kind = kindOf(urn);
      kinds.set(kind, [...(kinds.get(kind) ?? []), steps]);
    }
    const rows = [...kinds].map(([kind, steps]) => ({
      kind,
      entities: steps.length,
      nearest: Math.min(...steps),
      farthest: Math.max(...steps),
    }));
    return equal({ id }, rows, 'nearest', 'kind');
  },

  'Which KPIs hang on this column?'(picture) {
    const id = startOf(picture, 'FIELD', 'BUSINESS_KPI');
    return equal({ id }, distances(picture.reach(id), 'BUSINESS_KPI', 'kpi'), 'distance', 'kpi');
  },

  'Where does this KPI come from?'(picture) {
    const id = startOf(picture, 'BUSINESS_KPI', 'DATA_SOURCE', 'up');
    return equal({ id }, distances(picture.reach(id, 'up'), 'DATA_SOURCE', 'source'), 'distance', 'source');
  },

  'How does the one get to the other?'(picture) {
    const from = startOf(picture, 'DATASET', 'BUSINESS_KPI');
    const reached = [...picture.reach(from)].filter(([urn]) => kindOf(urn) === 'BUSINESS_KPI');
    const [to, distance] = reached.sort((a, b) => b[1] - a[1])[0]!;
    return {
      parameters: { from, to },
      check(rows) {
        expect(rows).toHaveLength(1);
        const { entities, steps } = rows[0] as { entities: Urn[]; steps: string[] };
        expect([entities[0], entities.at(-1), steps.length]).toEqual([from, to, distance]);
        for (const [index, type] of steps.entries()) {
          const step = { type, from: entities[index], to: entities[index + 1] };
          expect(picture.relations).toContainEqual(expect.objectContaining(step));
        }
      },
    };
  },

  'Who has to know before this dataset changes?'(picture) {
    const id = startOf(picture, 'DATASET', null);
    const reached = picture.reach(id);
    const alive = new Set(picture.entities.filter(isAlive).map((entity) => entity.id));
    const owned = picture.relations.filter(({ type, to }) => type === 'OWNS' && reached.has(to) && alive.has(to));
    const rows = counts(owned.map(({ from, to }) => [from, to])).map(([owner, atStake]) => ({ owner, atStake }));
    return equal({ id }, rows, '-atStake', 'owner');
  },

  'What serves in production, and which run made it?'(picture) {
    const alive = new Set(picture.entities.filter(isAlive).map((entity) => entity.id));
    const releases = ofType(picture, 'RELEASED_TO').filter(
      ({ to, props }) => props['stage'] === 'PRODUCTION' && alive.has(to),
    );
    const rows = releases.flatMap(({ from, to, props, validFrom }) => {
      const runs = ofType(picture, 'PRODUCED').filter((produced) => produced.to === from);
      const release = { deployment: to, version: from, trafficShare: props['trafficShare'] ?? null, since: validFrom };
      return (runs.length === 0 ? [null] : runs.map((run) => run.from)).map((run) => ({ ...release, run }));
    });
    return equal({}, rows, 'deployment', 'version', 'run');
  },

  'Which features are served to a model that was not trained on them?'(picture) {
    const runsOf = (version: Urn) =>
      ofType(picture, 'PRODUCED')
        .filter(({ to }) => to === version)
        .map(({ from }) => from);
    const trainedOn = (feature: Urn, runs: readonly Urn[]) =>
      ofType(picture, 'USED_BY').some(({ from, to }) => from === feature && runs.includes(to));
    const releases = ofType(picture, 'RELEASED_TO').filter(({ from }) => kindOf(from) === 'MODEL_VERSION');
    const rows = releases.flatMap(({ from: version, to: deployment }) => {
      const runs = runsOf(version);
      const served = ofType(picture, 'SERVES').filter(
        ({ from, to }) => to === deployment && kindOf(from) === 'FEATURE' && runs.length > 0 && !trainedOn(from, runs),
      );
      return served.map(({ from: feature }) => ({ deployment, version, feature }));
    });
    const distinct = [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
    return equal({}, distinct, 'deployment', 'version', 'feature');
  },

  'Where do data with this tag end up?'(picture) {
    const tag = 'pii';
    const tagged = picture.entities.filter(
      ({ kind, props }) => ['DATASET', 'FIELD'].includes(kind) && ((props['tags'] ?? []) as string[]).includes(tag),
    );
    const ends = counts(pairsDownstream(picture, tagged, 'DEPLOYMENT').map(([from, to]) => [to, from]));
    const rows = ends.map(([deployment, count]) => ({ deployment, tagged: count }));
    return equal({ tag }, rows, '-tagged', 'deployment');
  },

  'Which datasets does nobody answer for, although KPIs hang on them?'(picture) {
    const owned = new Set(ofType(picture, 'OWNS').map(({ to }) => to));
    const lone = picture.entities.filter(
      (entity) => entity.kind === 'DATASET' && isAlive(entity) && !owned.has(entity.id),
    );
    const rows = counts(pairsDownstream(picture, lone, 'BUSINESS_KPI')).map(([dataset, kpis]) => ({ dataset, kpis }));
    return equal({}, rows, '-kpis', 'dataset');
  },

  'What changed of late?'(picture) {
    const times = picture.entities.map(({ updatedAt }) => updatedAt).sort((a, b) => a - b);
    const since = times[Math.floor(times.length / 2)]!;
    const changed = picture.entities.filter(({ updatedAt }) => updatedAt >= since);
    const kinds = [...new Set(changed.map(({ kind }) => kind))];
    const rows = kinds.map((kind) => {
      const own = changed.filter((entity) => entity.kind === kind).map(({ updatedAt }) => updatedAt);
      return { kind, changed: own.length, last: Math.max(...own) };
    });
    return equal({ since: formatTime(since) }, rows, '-changed', 'kind');
  },
};

/** All these rows and no others, in the order of these columns; `-` before one: the greatest first. */
function equal(parameters: Row, expected: readonly Row[], ...order: readonly string[]): Question {
  return {
    parameters,
    check(rows) {
      expect(asSet(rows)).toEqual(asSet(expected));
      const places = (row: Row) => order.map((column) => [column, row[column.replace('-', '')]]);
      expect(rows.map(places)).toEqual(rows.toSorted(by(order)).map(places));
    },
  };
}

function asSet(rows: readonly Row[]): string[] {
  return rows.map((row) => canonicalJson(row as JsonObject)).sort();
}

/** Nulls last, as Cypher has them. */
function by(columns: readonly string[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const column of columns) {
      const name = column.replace('-', '');
      const [x, y] = column.startsWith('-') ? [b[name], a[name]] : [a[name], b[name]];
      if (x === y) continue;
      if (x === null || y === null) return x === null ? 1 : -1;
      return (x as string) < (y as string) ? -1 : 1;
    }
    return 0;
  };
}

/** The entity of a kind from which most are reached: of the other kind, where one is named. */
function startOf(picture: Picture, kind: string, reached: string | null, direction: 'down' | 'up' = 'down'): Urn {
  const starts = picture.entities.filter((entity) => entity.kind === kind);
  const sizes = starts.map(({ id }) => {
    const ids = [...picture.reach(id, direction).keys()];
    return { id, size: ids.filter((each) => reached === null || kindOf(each) === reached).length };
  });
  return sizes.sort((a, b) => b.size - a.size)[0]!.id;
}

function distances(reached: ReadonlyMap<Urn, number>, kind: string, name: string): Row[] {
  return [...reached].filter(([id]) => kindOf(id) === kind).map(([id, distance]) => ({ [name]: id, distance }));
}

/** Each of these with each entity of the kind that is downstream of it. */
function pairsDownstream(picture: Picture, starts: readonly EntityRecord[], kind: string): [Urn, Urn][] {
  return starts.flatMap(({ id }) =>
    [...picture.reach(id).keys()].filter((end) => kindOf(end) === kind).map((end): [Urn, Urn] => [id, end]),
  );
}

/** How many different ones go with each first. */
function counts(pairs: readonly (readonly [Urn, Urn])[]): [Urn, number][] {
  const groups = new Map<Urn, Set<Urn>>();
  for (const [first, second] of pairs) groups.set(first, (groups.get(first) ?? new Set()).add(second));
  return [...groups].map(([first, seconds]) => [first, seconds.size]);
}

function ofType(picture: Picture, type: string): readonly Relation[] {
  return picture.relations.filter((relation) => relation.type === type);
}

function isAlive(entity: EntityRecord): boolean {
  return entity.retiredAt === null;
}

function kindOf(id: Urn): string {
  return urnParts(id).kind;
}
