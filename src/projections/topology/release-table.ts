import type { JsonObject } from '../../kernel/json.ts';

/** The relationship by which a version comes to serve on a deployment. */
export const RELEASE = 'RELEASED_TO';

/** What a release says of itself. */
export interface Release {
  readonly stage: string | null;
  /** From 0 to 1; six digits are kept. */
  readonly trafficShare: number | null;
}

/** Releases as small numbers: many say the same of themselves. */
export interface ReleaseTable {
  /** 0 stands for one that says nothing. */
  intern(props: JsonObject): number;
  read(release: number): Release;
}

export function createReleaseTable(): ReleaseTable {
  const releases: Release[] = [{ stage: null, trafficShare: null }];
  const ids = new Map<string, number>([['null null', 0]]);
  return {
    intern({ stage, trafficShare }) {
      const release = {
        stage: typeof stage === 'string' ? stage : null,
        trafficShare:
          typeof trafficShare === 'number' ? Math.round(Math.min(Math.max(trafficShare, 0), 1) * 1e6) / 1e6 : null,
      };
      const text = `${release.trafficShare} ${release.stage}`;
      const known = ids.get(text);
      if (known !== undefined) return known;
      ids.set(text, releases.length);
      return releases.push(release) - 1;
    },
    read: (release) => releases[release]!,
  };
}
