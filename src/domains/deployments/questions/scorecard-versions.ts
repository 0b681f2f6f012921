import type { Urn } from '../../../kernel/urn.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { JoinedPage, RequestContext } from '../../kind/context.ts';
import { hydrate, type EntityObject } from '../../kind/entity.ts';
import { releaseOf, type Release } from '../release.ts';

const PAGE = 1_000;
const MOST = 5_000;

/** A version with all its releases up to then, the newest first. */
export interface ReleasedVersion {
  readonly version: EntityObject;
  readonly releases: readonly Release[];
}

/** Those versions of a model that are or were released, the last released first. */
export async function releasedVersions(
  model: Urn,
  at: ReadAt,
  context: RequestContext,
): Promise<{ readonly versions: readonly ReleasedVersion[]; readonly isWhole: boolean }> {
  const versions: ReleasedVersion[] = [];
  let isWhole = true;
  let after: JoinedPage['items'][number]['place'] | null = null;
  for (let read = PAGE; ; read += PAGE) {
    const query = { type: 'CONTAINS', direction: 'out', first: PAGE, after } as const;
    const page: JoinedPage = await context.read.related(model, query, at);
    const entities = page.items.map(({ record }) => hydrate(record, at));
    const released = await Promise.all(entities.map((version) => withReleases(version, at, context)));
    for (const { isCut, ...each } of released) {
      if (each.releases.length > 0) versions.push(each);
      isWhole &&= !isCut;
    }
    after = page.items.at(-1)?.place ?? null;
    if (!page.hasNext || after === null) break;
    if (read < MOST) continue;
    isWhole = false;
    break;
  }
  return { versions: versions.sort(byNewest), isWhole };
}

async function withReleases(version: EntityObject, at: ReadAt, context: RequestContext) {
  const query = { type: 'RELEASED_TO', direction: 'out', first: PAGE, after: null, since: null } as const;
  const { items, hasNext } = await context.read.related(version.id, query, at);
  const releases = items.map((item) => releaseOf(item, version, hydrate(item.record, at)));
  return { version, releases: releases.sort((a, b) => b.validFrom - a.validFrom), isCut: hasNext };
}

function byNewest(a: ReleasedVersion, b: ReleasedVersion): number {
  const [left, right] = [a.releases[0]!.validFrom, b.releases[0]!.validFrom];
  return right - left || (a.version.id < b.version.id ? -1 : 1);
}
