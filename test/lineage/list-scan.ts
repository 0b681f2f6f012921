import { ontology } from './ontology.ts';
import { formatUrn, urnParts, type Urn } from '../../src/kernel/urn.ts';
import type { ReachedLink, ReachQuery } from '../../src/lineage/traversal.ts';
import type { ScheduleRow, SegmentRow } from '../../src/store/ports.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { sightOf, type Sight } from '../../src/kernel/visibility.ts';
import { scanStale } from './stale-scan.ts';

/** A row under the canonical names of its ends; `stored` is its own key. */
export type Named = SegmentRow & { readonly stored: SegmentRow['key']; readonly isStale: boolean };
export type Step = { from: Urn; to: Urn; row: Named };
const SURE = { OBSERVED: 1, DECLARED: 0.9, INFERRED: 0.7 };
const WORSE = ['OBSERVED', 'DECLARED', 'INFERRED', 'FIELD', 'TABLE', 'TABLE_FALLBACK'] as const;
const isKind = (id: Urn, ...kinds: string[]) => kinds.includes(urnParts(id).kind);

/** For whom is scanned, and what is known of when jobs run. */
interface Scanned {
  readonly viewer?: Viewer;
  readonly schedule?: readonly ScheduleRow[];
}

export const EVERY_RELATION = { through: null, provenance: null, includeStale: true };

/** What may be followed from a node, down and up, by going over the list of all rows each time. */
export function scanSteps(
  rows: readonly SegmentRow[],
  { through, provenance, includeStale }: Pick<ReachQuery, 'through' | 'provenance' | 'includeStale'>,
  position: number,
  asOf: number,
  { viewer = EVERYBODY, schedule = [] }: Scanned = {},
) {
  const isStale = scanStale(schedule, position, asOf);
  const sight = sightOf(viewer.visibility);
  const isSight = ({ key }: SegmentRow, ...sights: Sight[]) =>
    [key.from, key.to].some((id) => sights.includes(sight(id)));
  const held = rows
    .filter(({ addedAt, removedAt }) => addedAt <= position && position < (removedAt ?? Infinity))
    .filter(({ validFrom, validTo }) => validFrom <= asOf && asOf < (validTo ?? Infinity));
  const name = canonicalNames(
    rows,
    held.filter((row) => !isSight(row, 'PASS', 'STOP')),
    position,
    sight,
  );
  const all: Named[] = held.map((row) => {
    const { key } = row;
    return { ...row, stored: key, isStale: isStale(row), key: { ...key, from: name(key.from), to: name(key.to) } };
  });
  // What is stopped is as if it were not there, but for being counted.
  const now = all.filter((row) => !isSight(row, 'STOP'));
  const isLineage = ({ key }: Named) => ontology.relationships.get(key.type)?.lineage;
  const isAllowed = (row: Named) =>
    through?.has(row.key.type) !== false && provenance?.has(row.provenance) !== false && (includeStale || !row.isStale);
  const lineage = now.filter(isLineage);
  const allowed = lineage.filter(isAllowed);
  const stopped = all.filter((row) => isLineage(row) && isAllowed(row) && isSight(row, 'STOP'));
  const members = now.filter(({ key }) => key.type === 'CONTAINS' && isKind(key.to, 'FIELD', 'FEATURE'));
  const wholes = (part: Urn) => members.filter(({ key }) => key.to === part).map(({ key }) => key.from);
  const names = (to: Urn, whole: Urn) => lineage.some(({ key }) => key.to === to && wholes(key.from).includes(whole));
  const isOpaque = ({ key, props }: Named) =>
    key.type === 'READ_BY' ? props['columns'] !== 'KNOWN' : !names(key.to, key.from);
  const outOf = (id: Urn) => allowed.filter(({ key }) => key.from === id);
  const into = (id: Urn) => {
    const all = allowed.filter(({ key }) => key.to === id);
    const hasWhole = (row: Named) => wholes(row.key.from).some((whole) => all.some(({ key }) => key.from === whole));
    return isKind(id, 'DATASET', 'FEATURE_VIEW', 'JOB') ? all.filter((row) => !hasWhole(row)) : all;
  };
  const down = (from: Urn): Step[] =>
    [...outOf(from), ...wholes(from).flatMap(outOf).filter(isOpaque)].map((row) => ({ from, to: row.key.to, row }));
  const up = (to: Urn): Step[] =>
    [...into(to), ...(lineage.some(({ key }) => key.to === to) ? [] : wholes(to)).flatMap(into)].map((row) => ({
      from: row.key.from,
      to,
      row,
    }));
  /** What is stopped at a step from there. */
  const stops = (id: Urn, isUp: boolean): Urn[] => {
    const [near, far] = isUp ? (['to', 'from'] as const) : (['from', 'to'] as const);
    const at = (end: Urn) => stopped.filter(({ key }) => key[near] === end && sight(key[far]) === 'STOP');
    const hasInto = lineage.some(({ key }) => key.to === id);
    const byWhole = isUp ? (hasInto ? [] : wholes(id).flatMap(at)) : wholes(id).flatMap(at).filter(isOpaque);
    return [...at(id), ...byWhole].map(({ key }) => key[far]);
  };
  return { down, up, now, name, stops, sight };
}

/** What is reached: slow, plain, and by no means the walk. */
export function listScan(
  rows: readonly SegmentRow[],
  query: ReachQuery,
  position: number,
  asOf: number,
  scanned: Scanned = {},
) {
  const { kinds } = query;
  const { down, up, name, stops, sight } = scanSteps(rows, query, position, asOf, scanned);
  const of = query.of.map(name);
  const isShown = (id: Urn) => of.includes(id) || (kinds?.has(urnParts(id).kind) !== false && sight(id) === 'SHOW');
  const hidden = new Set<Urn>();
  const limit = query.depth ?? Infinity;
  const nodes = new Map<Urn, number>();
  const links = new Map<string, ReachedLink>();
  let isCut = false;
  const ways = [
    [down, 'to', 'DOWNSTREAM'],
    [up, 'from', 'UPSTREAM'],
  ] as const;
  for (const [steps, end, direction] of ways.filter(
    (way) => query.direction === 'BOTH' || query.direction === way[2],
  )) {
    const depths = new Map<Urn, number>(of.map((id) => [id, 0]));
    for (const [id, depth] of depths)
      for (const step of steps(id)) if (!depths.has(step[end])) depths.set(step[end], depth + 1);
    isCut ||= [...depths].some(
      ([id, depth]) => depth > limit && (isShown(id) || steps(id).some((step) => isShown(step[end]))),
    );
    for (const [id, depth] of depths) {
      if (depth <= limit && sight(id) === 'PASS') hidden.add(id);
      if (depth < limit) for (const each of stops(id, direction === 'UPSTREAM')) hidden.add(each);
    }
    const shown = [...depths].filter(([id, depth]) => depth <= limit && isShown(id));
    for (const [id, depth] of shown) {
      nodes.set(id, Math.min(depth, nodes.get(id) ?? Infinity));
      const met = new Set<Urn>();
      for (let open: Step[][] = [[]]; open.length > 0;) {
        const longer = open.flatMap((way) => steps(way.at(-1)?.[end] ?? id).map((step) => [...way, step]));
        const fresh = longer.filter((way) => depths.get(way.at(-1)![end])! <= limit && !met.has(way.at(-1)![end]));
        for (const way of fresh) met.add(way.at(-1)![end]);
        for (const way of fresh) if (isShown(way.at(-1)![end])) keep(links, way, direction === 'UPSTREAM');
        open = fresh.filter((way) => !isShown(way.at(-1)![end]));
      }
    }
  }
  const list = [...links.values()];
  const isDirect = ({ from, to }: ReachedLink) =>
    list.some((link) => link.relation !== null && link.from === from && link.to === to);
  return { nodes, links: list.filter((link) => link.relation !== null || !isDirect(link)), isCut, hidden: hidden.size };
}

/** What stands for each name: of one thing's names one that is no alias, and of these the first. */
function canonicalNames(
  rows: readonly SegmentRow[],
  held: readonly SegmentRow[],
  position: number,
  sight: (id: Urn) => Sight,
) {
  const same = held.filter(({ key }) => ontology.relationships.get(key.type)?.identity && key.from !== key.to);
  const isAlias = (id: Urn) => same.some(({ key }) => key.from === id);
  const isNamed = (id: Urn) => rows.some(({ key, addedAt }) => addedAt <= position && [key.from, key.to].includes(id));
  const allOf = (dataset: Urn) => {
    const all = new Set([dataset]);
    for (const id of all)
      for (const { key } of same) if (key.from === id || key.to === id) all.add(key.from).add(key.to);
    return [...all].sort((a, b) => Number(isAlias(a)) - Number(isAlias(b)) || (a < b ? -1 : 1));
  };
  return (id: Urn): Urn => {
    const { kind, namespace, name } = urnParts(id);
    if (kind === 'DATASET') return allOf(id)[0]!;
    const [dataset = '', path = ''] = name.split('#');
    if (kind !== 'FIELD' || path === '' || !isNamed(id) || sight(id) !== 'SHOW') return id;
    const fields = allOf(formatUrn('DATASET', namespace, dataset)).map((each) =>
      formatUrn('FIELD', urnParts(each).namespace, `${urnParts(each).name}#${path}`),
    );
    return fields.find((each) => isNamed(each) && sight(each) === 'SHOW')!;
  };
}

/** Takes a way for a link, if it is the best between its ends so far. */
function keep(links: Map<string, ReachedLink>, way: Step[], isUp: boolean): void {
  const isFallback = ({ from, to, row }: Step) => from !== row.key.from || to !== row.key.to;
  const sure = ({ props, provenance }: SegmentRow) => (props['confidence'] as number | undefined) ?? SURE[provenance];
  const grain = (step: Step) =>
    isFallback(step) ? 'TABLE_FALLBACK' : isKind(step.from, 'FIELD', 'FEATURE') ? 'FIELD' : 'TABLE';
  const worst = (names: string[]) =>
    WORSE[Math.max(...names.map((name) => WORSE.indexOf(name as (typeof WORSE)[number])))]!;
  const [first, last] = [way[0]!, way.at(-1)!];
  const link = {
    from: isUp ? last.from : first.from,
    to: isUp ? first.to : last.to,
    hops: way.length,
    grain: worst(way.map(grain)),
    relation: way.length === 1 ? first.row.stored : null,
    confidence: way.reduce((product, step) => product * (sure(step.row) * (isFallback(step) ? 0.5 : 1)), 1),
    provenance: worst(way.map(({ row }) => row.provenance)),
    isStale: way.some(({ row }) => row.isStale),
  } as ReachedLink;
  const id = JSON.stringify([link.from, link.to, link.relation, link.relation && link.grain]);
  const known = links.get(id);
  const more = known === undefined ? 1 : known.hops - link.hops || link.confidence - known.confidence;
  if (more > 0) links.set(id, link);
  if (more !== 0 || known === undefined) return;
  links.set(id, {
    ...link,
    provenance: worst([known.provenance, link.provenance]),
    grain: worst([known.grain, link.grain]),
    isStale: known.isStale || link.isStale,
  } as ReachedLink);
}
