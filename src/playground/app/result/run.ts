import type { Fetcher } from '@graphiql/toolkit';
import type { Run } from '../graph/drawing.ts';

/** Of each tab, by its id, the answer that it shows and what was asked. */
const runs = new Map<string, { readonly response: string; readonly run: Run }>();
let last: Run | null = null;

/** Remembers what is sent: the editors may hold something else by the time that the answer is there. */
export function remembering(fetcher: Fetcher): Fetcher {
  return (asked, options) => {
    const { query, operationName = null, variables } = asked;
    if (operationName !== 'IntrospectionQuery') {
      last = { document: query, operationName, variables: (variables ?? {}) as Run['variables'] };
    }
    return fetcher(asked, options);
  };
}

/** What a tab shows the answer to; null where nothing was asked since the page was opened. */
export function runBehind(tab: string, response: string): Run | null {
  const known = runs.get(tab);
  if (known?.response === response) return known.run;
  if (last !== null) runs.set(tab, { response, run: last });
  return last;
}
