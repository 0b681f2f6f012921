import { relationId } from '../../src/kernel/fact.ts';
import { urnParts, type Urn } from '../../src/kernel/urn.ts';
import type { SegmentRow } from '../../src/store/ports.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { EVERY_RELATION, scanSteps, type Step } from './list-scan.ts';

/** A link of a way: a step, or several over hidden nodes. */
export interface ScannedLink {
  readonly from: Urn;
  readonly to: Urn;
  /** Null where it stands for several. */
  readonly stored: SegmentRow['key'] | null;
  readonly hops: number;
  readonly confidence: Fraction;
  readonly share: Fraction;
  readonly isFallback: boolean;
}

/** A way from node to node that meets none twice, but may end where it began. */
export interface ScannedWay {
  readonly nodes: readonly Urn[];
  readonly steps: readonly ScannedLink[];
  readonly confidence: Fraction;
  readonly share: Fraction;
}

/** Numerator and denominator: multiplied in any order it is the same. */
type Fraction = readonly [bigint, bigint];

const SURE = { OBSERVED: 1, DECLARED: 0.9, INFERRED: 0.7 };
const SERVES: Record<string, number> = { PRODUCTION: 1, SHADOW: 0.1 };
const ONE: Fraction = [1n, 1n];

/** Stands for 0, so that ways with as many zeros in them are still ordered by the rest. */
const NOTHING: Fraction = [1n, 10n ** 1_000n];

function fraction(value: number): Fraction {
  return value === 0 ? NOTHING : [BigInt(Math.round(value * 1e6)), 1_000_000n];
}

function times(a: Fraction, b: Fraction): Fraction {
  return [a[0] * b[0], a[1] * b[1]];
}

/** Positive where the first is more. */
function compare(a: Fraction, b: Fraction): number {
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export function valueOf([numerator, denominator]: Fraction): number {
  return Number((numerator * 10_000_000n) / denominator) / 10_000_000;
}

function isFallback({ from, row }: Step): boolean {
  return from !== row.key.from;
}

function confidenceOf(step: Step): Fraction {
  const { props, provenance } = step.row;
  const stated = fraction((props['confidence'] as number | undefined) ?? SURE[provenance]);
  return isFallback(step) && stated !== NOTHING ? times(stated, [1n, 2n]) : stated;
}

export interface WaysAsked {
  readonly of: readonly Urn[];
  readonly withShares: boolean;
  readonly most: number;
  readonly viewer?: Viewer;
}

/** Every way downstream from these starts; null where there are more than so many. With shares of deployments or without. */
export function scanWays(
  rows: readonly SegmentRow[],
  position: number,
  asOf: number,
  { of, withShares, most, viewer = EVERYBODY }: WaysAsked,
): ScannedWay[] | null {
  const { down, now, name, sight } = scanSteps(rows, EVERY_RELATION, position, asOf, { viewer });
  const ofRelease = ({ props }: SegmentRow) =>
    fraction(
      (SERVES[(props['stage'] as string | undefined) ?? ''] ?? 1) *
        ((props['trafficShare'] as number | undefined) ?? 1),
    );
  const ofDeployment = (id: Urn) =>
    now
      .filter(({ key }) => key.type === 'RELEASED_TO' && key.to === id)
      .map(ofRelease)
      .sort((a, b) => compare(b, a))[0] ?? ONE;
  const shareOf = (id: Urn, row: SegmentRow | null): Fraction => {
    if (!withShares || urnParts(id).kind !== 'DEPLOYMENT') return ONE;
    return row?.key.type === 'RELEASED_TO' ? ofRelease(row) : ofDeployment(id);
  };
  const linkOf = (step: Step): ScannedLink => ({
    ...{ from: step.from, to: step.to, stored: step.row.stored, hops: 1, isFallback: isFallback(step) },
    ...{ confidence: confidenceOf(step), share: shareOf(step.to, step.row) },
  });
  const weight = ({ confidence, share }: ScannedLink) => times(confidence, share);

  /** Every way to what is seen over hidden nodes alone, none of which is met twice. */
  const linksFrom = (id: Urn): ScannedLink[] => {
    const links: ScannedLink[] = [];
    const open = down(id).map((step) => ({ link: linkOf(step), met: [step.to] }));
    for (let way = open.pop(); way !== undefined && links.length < most; way = open.pop()) {
      const { link, met } = way;
      if (sight(link.to) === 'SHOW') links.push(link);
      else {
        for (const next of down(link.to)
          .filter(({ to }) => !met.includes(to))
          .map(linkOf)) {
          const longer = { ...next, from: id, stored: null, hops: link.hops + 1, isFallback: false };
          const [confidence, share] = [times(link.confidence, next.confidence), times(link.share, next.share)];
          open.push({ link: { ...longer, confidence, share }, met: [...met, next.to] });
        }
      }
    }
    return links;
  };

  /** One link to each node: the surest. */
  const stepsFrom = (id: Urn): ScannedLink[] => {
    const best = new Map<Urn, ScannedLink>();
    for (const link of linksFrom(id)) {
      const known = best.get(link.to);
      const order =
        known &&
        (compare(weight(link), weight(known)) ||
          known.hops - link.hops ||
          (link.stored === null || known.stored === null
            ? compare(link.confidence, known.confidence)
            : Number(known.isFallback) - Number(link.isFallback) ||
              (relationId(link.stored) < relationId(known.stored) ? 1 : -1)));
      if (order === undefined || order > 0) best.set(link.to, link);
    }
    return [...best.values()];
  };

  const ways: ScannedWay[] = [];
  const known = new Map<Urn, ScannedLink[]>();
  for (const start of new Set(of.map(name))) {
    const open: ScannedWay[] = [{ nodes: [start], steps: [], confidence: ONE, share: shareOf(start, null) }];
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      if (ways.push(way) > most) return null;
      const last = way.nodes.at(-1)!;
      if (way.steps.length > 0 && last === start) continue;
      if (!known.has(last)) known.set(last, stepsFrom(last));
      for (const step of known.get(last)!) {
        if (way.nodes.indexOf(step.to) > 0) continue;
        open.push({
          nodes: [...way.nodes, step.to],
          steps: [...way.steps, step],
          confidence: times(way.confidence, step.confidence),
          share: times(way.share, step.share),
        });
      }
    }
  }
  return ways;
}

/** The surer first. */
export function byProduct(a: ScannedWay, b: ScannedWay): number {
  return compare(times(b.confidence, b.share), times(a.confidence, a.share));
}

/** The surest first, then that of fewest links, then by ids. */
export function bySurety(a: ScannedWay, b: ScannedWay): number {
  return byProduct(a, b) || a.steps.length - b.steps.length || byIds(a.nodes, b.nodes);
}

/** That of fewest links first, then the surer, then by ids. */
export function byLength(a: ScannedWay, b: ScannedWay): number {
  return a.steps.length - b.steps.length || compare(b.confidence, a.confidence) || byIds(a.nodes, b.nodes);
}

function byIds(a: readonly Urn[], b: readonly Urn[]): number {
  for (const [index, id] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (id !== other) return id < other ? -1 : 1;
  }
  return a.length - b.length;
}
