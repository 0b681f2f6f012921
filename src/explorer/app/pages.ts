import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useState } from 'react';
import { useClient, type AnyVariables } from 'urql';
import { refine, useAddress } from './address.ts';
import { troubleOf, useAsked, type Asked, type Trouble } from './ask.ts';

/** As many pages of a list as are shown at the most. */
const MOST_PAGES = 200;

/** The address where another list is asked for: its first page is shown. */
export const FIRST_PAGE = { pages: null };

/** How many pages of its list an address shows, which who comes back finds again: `pages=3`. */
export function pagesIn(query: URLSearchParams, most = MOST_PAGES): number {
  return Math.min(Math.max(Math.trunc(Number(query.get('pages'))) || 1, 1), most);
}

/** Shows so many pages in place of those that are shown. */
export function showPages(count: number): void {
  refine({ pages: String(count) }, { isStep: true });
}

interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Pages<Node> {
  readonly nodes: readonly Node[];
  readonly total: Connection<Node>['total'];
  readonly hasMore: boolean;
  /** Whether there are more than are ever shown. */
  readonly isCut: boolean;
  readonly isLoadingMore: boolean;
  /** Why the page after these did not come. */
  readonly trouble: Trouble | null;
  more(): void;
}

/** Pages behind a first one. */
interface Behind<Data, Node> {
  readonly question: string;
  readonly first: Data | null;
  readonly pages: readonly Connection<Node>[];
  readonly trouble: Trouble | null;
}

/**
 * A list a page at a time, each page behind the one before, as many as the address says. Asked again, all pages are asked
 * again, each behind the new one before it: otherwise what moved from one to the next would be shown twice, or not at all.
 * @param connectionOf where the list is in the answer; null where there is none
 * @param changes asks again whenever this is another number
 */
export function usePages<Data, Variables extends { readonly after?: string | null | undefined }, Node>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  connectionOf: (data: Data) => Connection<Node> | null | undefined,
  changes = 0,
): Asked<Pages<Node>> {
  const client = useClient();
  const count = pagesIn(useAddress().query);
  const asked = useAsked(query, variables as Variables & AnyVariables, { changes });
  const question = JSON.stringify(variables);
  const [held, setHeld] = useState<Behind<Data, Node>>(() => nothingBehind(question));
  const behind = held.question === question ? held : nothingBehind<Data, Node>(question);

  const latest = asked.state === 'answered' ? asked.data : null;
  const begin = latest === null ? null : (connectionOf(latest) ?? null);
  const isOurs = behind.first === latest;
  const loaded = isOurs ? behind.pages : [];
  const trouble = isOurs ? behind.trouble : null;
  const isOutdated = latest !== null && !isOurs && behind.pages.length > 0;
  const hasMissing = trouble === null && (loaded.at(-1) ?? begin)?.pageInfo.hasNextPage === true;
  const missing = hasMissing ? Math.max(count - 1 - loaded.length, 0) : 0;

  async function load(last: Connection<Node>): Promise<Pick<Behind<Data, Node>, 'pages' | 'trouble'>> {
    const pages = [...loaded];
    for (let left = missing; left > 0 && last.pageInfo.hasNextPage; left -= 1) {
      const next = { ...variables, after: last.pageInfo.endCursor } as Variables & AnyVariables;
      const { data, error } = await client.query(query, next, { requestPolicy: 'network-only' });
      const page = data === undefined ? null : (connectionOf(data) ?? null);
      if (page === null) return { pages, trouble: troubleOf(error) };
      pages.push(page);
      last = page;
    }
    return { pages, trouble: null };
  }

  useEffect(() => {
    const last = loaded.at(-1) ?? begin;
    if (last === null || (missing === 0 && !isOutdated)) return undefined;
    let isOver = false;
    void load(last).then((more) => {
      if (!isOver) setHeld({ question, first: latest, ...more });
    });
    return () => {
      isOver = true;
    };
  }, [question, latest, missing, isOutdated]);

  if (asked.state !== 'answered') return asked;
  const first = isOutdated && behind.first !== null ? (connectionOf(behind.first) ?? null) : begin;
  const connections = first === null ? [] : [first, ...(isOutdated ? behind.pages : loaded)].slice(0, count);
  const isMore = connections.at(-1)?.pageInfo.hasNextPage ?? false;
  return {
    state: 'answered',
    data: {
      nodes: connections.flatMap(({ nodes }) => nodes),
      total: first?.total ?? { value: 0, exact: true },
      hasMore: isMore && count < MOST_PAGES,
      isCut: isMore && count >= MOST_PAGES && missing === 0,
      isLoadingMore: missing > 0 || isOutdated,
      trouble,
      more: () => (trouble === null ? showPages(count + 1) : setHeld({ ...behind, trouble: null })),
    },
  };
}

function nothingBehind<Data, Node>(question: string): Behind<Data, Node> {
  return { question, first: null, pages: [], trouble: null };
}
