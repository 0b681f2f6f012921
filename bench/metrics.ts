/** What a server has done by now: how many GraphQL requests it answered, and how often the store was asked for them. */
export interface Done {
  readonly requests: number;
  readonly storeCalls: number;
}

/** @param url where the server answers, whatever its path */
async function doneBy(url: string): Promise<Done> {
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  const sum = (name: string) =>
    [...metrics.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce(
      (all, [, value]) => all + Number(value),
      0,
    );
  return { requests: sum('throughline_graphql_seconds_count'), storeCalls: sum('throughline_store_calls_total') };
}

/** What these servers do together while the work runs. */
export async function doneMeanwhile(urls: readonly string[], work: () => Promise<unknown>): Promise<Done> {
  const total = async (): Promise<Done> => {
    const each = await Promise.all(urls.map(doneBy));
    return {
      requests: each.reduce((sum, { requests }) => sum + requests, 0),
      storeCalls: each.reduce((sum, { storeCalls }) => sum + storeCalls, 0),
    };
  };
  const before = await total();
  await work();
  const after = await total();
  return { requests: after.requests - before.requests, storeCalls: after.storeCalls - before.storeCalls };
}
