import { answersAnybody } from '../../../lineage/stage-shares.ts';
import type { RelatedItem } from '../../../store/ports.ts';
import { relationId } from '../../../kernel/fact.ts';
import type { Micros } from '../../../kernel/time.ts';
import type { RequestContext } from '../../kind/context.ts';
import { hydrate, READ_AT, type EntityObject } from '../../kind/entity.ts';
import { releaseOf, type Release } from '../release.ts';
import type { Window } from './window.ts';

const MOST = 1_000;

/** What answered somebody on a deployment since some time. */
export interface Served {
  /** By when they began; each for as long as it served in the same way. */
  readonly releases: readonly Release[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

export async function servedSince(deployment: EntityObject, since: Micros, context: RequestContext): Promise<Served> {
  const place = deployment[READ_AT];
  const query = { type: 'RELEASED_TO', direction: 'in', first: MOST, after: null, since } as const;
  const { items, hasNext } = await context.read.related(deployment.id, query, place);
  const releases = items.reduce<Told[]>((told, item) => joined(told, item, deployment), []);
  const answering = releases
    .map(({ release }) => release)
    .filter((each) => answersAnybody(each.stage, each.trafficShare));
  return { releases: answering.sort((a, b) => a.validFrom - b.validFrom), isWhole: !hasNext };
}

interface Told {
  readonly relation: string;
  readonly release: Release;
}

/** Where a relation goes on with nothing else that counts here, its release goes on. */
function joined(told: readonly Told[], item: RelatedItem, deployment: EntityObject): Told[] {
  const relation = relationId(item.relation.key);
  const release = releaseOf(item, hydrate(item.record, deployment[READ_AT]), deployment);
  const last = told.at(-1);
  if (last?.relation !== relation || !isSame(last.release, release)) return [...told, { relation, release }];
  return [...told.slice(0, -1), { relation, release: { ...release, validFrom: last.release.validFrom } }];
}

function isSame(before: Release, after: Release): boolean {
  const told = ({ stage, trafficShare, arm }: Release) => JSON.stringify([stage, trafficShare, arm]);
  return before.validTo === after.validFrom && told(before) === told(after);
}

/** When anything came or went in a window, ascending; what was so from its very beginning is no change. */
export function changesIn(releases: readonly Release[], { since, until }: Window): Micros[] {
  const times = releases.flatMap(({ validFrom, validTo }) => (validTo === null ? [validFrom] : [validFrom, validTo]));
  return [...new Set(times)].filter((time) => since < time && time < until).sort((a, b) => a - b);
}

/** As stretches within a window. */
export function stretchOf({ validFrom, validTo }: Release, window: Window): Window {
  return { since: validFrom, until: validTo ?? window.until };
}
