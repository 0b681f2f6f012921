import type { JsonObject } from '../../kernel/json.ts';
import type { Kept } from './kept.ts';

/** The relationship by which a version comes to serve on a deployment. */
export const RELEASE = 'RELEASED_TO';

/** What a release says of itself. */
export type Release = {
  readonly stage: string | null;
  /** From 0 to 1; six digits are kept. */
  readonly trafficShare: number | null;
};

/** Releases as small numbers: many say the same of themselves. */
export interface ReleaseTable {
  /** 0 stands for one that says nothing. */
  intern(props: JsonObject): number;
  read(release: number): Release;
  keep(): Kept;
}

export function createReleaseTable(kept: Kept | null = null): ReleaseTable {
  const releases = [...((kept?.values as readonly Release[] | undefined) ?? [{ stage: null, trafficShare: null }])];
  const ids = new Map(releases.map((release, id) => [textOf(release), id]));
  return {
    intern({ stage, trafficShare }) {
      const release = {
        stage: typeof stage === 'string' ? stage : null,
        trafficShare:
          typeof trafficShare === 'number' ? Math.round(Math.min(Math.max(trafficShare, 0), 1) * 1e6) / 1e6 : null,
      };
      const text = textOf(release);
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, releases.length);
      return releases.push(release) - 1;
    },
    read: (release) => releases[release]!,
    keep: () => ({ values: releases, columns: [] }),
  };
}

function textOf({ stage, trafficShare }: Release): string {
  return `${trafficShare} ${stage}`;
}
