import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useRef, useState } from 'react';
import { useClient, useQuery, type AnyVariables, type CombinedError } from 'urql';
import { useReturns } from './live/use-live-alerts.ts';

/** Why there is no answer: nobody was there, the question was refused (with the API's code), or something broke. */
export interface Trouble {
  readonly because: 'offline' | 'refused' | 'broken';
  readonly code: string | null;
  /** What of the question was wrong, as the API names it: `at.asOf`. */
  readonly argument: string | null;
  readonly message: string;
}

export type Asked<Data> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly trouble: Trouble; retry(): void }
  | {
      readonly state: 'answered';
      readonly data: Data;
      /** Whether it answers the question before, and this one is not answered yet. */
      readonly isOld?: boolean;
    };

interface AskOptions {
  readonly pause?: boolean;
  readonly keepsLast?: boolean;
  readonly changes?: number;
}

/**
 * Asks, and asks again once a lost connection is back; shows what was answered to the same question meanwhile.
 * @param options.keepsLast shows what was answered to the question before, until this one is answered
 * @param options.changes asks again whenever this is another number
 */
export function useAsked<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { pause = false, keepsLast = false, changes = 0 }: AskOptions = {},
): Asked<Data> {
  const [{ data, error, fetching, operation }, execute] = useQuery({ query, variables, pause });
  const age = changes + useReturns();
  const askedAt = useRef(age);
  useEffect(() => {
    if (askedAt.current === age || pause) return;
    askedAt.current = age;
    execute({ requestPolicy: 'network-only' });
  }, [age, pause, execute]);
  const isOurs = JSON.stringify(operation?.variables) === JSON.stringify(variables);
  if (error !== undefined && !fetching) {
    return { state: 'failed', trouble: troubleOf(error), retry: () => execute({ requestPolicy: 'network-only' }) };
  }
  if ((!isOurs && !keepsLast) || data === undefined || data === null) return { state: 'loading' };
  return { state: 'answered', data, isOld: !isOurs };
}

/** Both answers, once both are there. */
export function both<One, Other>(one: Asked<One>, other: Asked<Other>): Asked<readonly [One, Other]> {
  if (one.state === 'failed') return one;
  if (other.state === 'failed') return other;
  if (one.state === 'loading' || other.state === 'loading') return { state: 'loading' };
  return { state: 'answered', data: [one.data, other.data], isOld: one.isOld === true || other.isOld === true };
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
  readonly isLoading: boolean;
  readonly trouble: Trouble | null;
}

/**
 * A list a page at a time, each page behind the one before. Asked again, all pages are asked again, each behind the new
 * one before it: otherwise what moved from one to the next would be shown twice, or not at all.
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
  const asked = useAsked(query, variables as Variables & AnyVariables, { changes });
  const question = JSON.stringify(variables);
  const [held, setHeld] = useState<Behind<Data, Node>>(() => nothingBehind(question));
  const behind = held.question === question ? held : nothingBehind<Data, Node>(question);
  const latest = asked.state === 'answered' ? asked.data : null;

  async function pagesBehind(
    begin: Connection<Node>,
    count: number,
  ): Promise<Pick<Behind<Data, Node>, 'pages' | 'trouble'>> {
    const pages: Connection<Node>[] = [];
    for (let last = begin; pages.length < count && last.pageInfo.hasNextPage; last = pages.at(-1) ?? begin) {
      const next = { ...variables, after: last.pageInfo.endCursor } as Variables & AnyVariables;
      const { data, error } = await client.query(query, next, { requestPolicy: 'network-only' });
      const page = data === undefined ? null : (connectionOf(data) ?? null);
      if (page === null) return { pages, trouble: troubleOf(error) };
      pages.push(page);
    }
    return { pages, trouble: null };
  }

  const isOutdated = behind.pages.length > 0 && latest !== null && behind.first !== latest;
  useEffect(() => {
    const begin = latest === null ? null : connectionOf(latest);
    if (!isOutdated || begin === null || begin === undefined) return undefined;
    let isOver = false;
    void pagesBehind(begin, behind.pages.length).then((loaded) => {
      if (!isOver) setHeld({ question, first: latest, isLoading: false, ...loaded });
    });
    return () => {
      isOver = true;
    };
  }, [isOutdated, latest]);

  if (asked.state !== 'answered') return asked;
  const begin = connectionOf(isOutdated ? (behind.first ?? asked.data) : asked.data) ?? null;
  const connections = begin === null ? [] : [begin, ...behind.pages];
  const last = connections.at(-1);

  function more(): void {
    if (last === undefined || isOutdated) return;
    const before = { question, first: latest, pages: behind.pages };
    setHeld({ ...before, isLoading: true, trouble: null });
    void pagesBehind(last, 1).then(({ pages, trouble }) => {
      setHeld((now) =>
        now.question === question && now.first === latest
          ? { ...now, isLoading: false, trouble, pages: [...before.pages, ...pages] }
          : now,
      );
    });
  }

  return {
    state: 'answered',
    data: {
      nodes: connections.flatMap(({ nodes }) => nodes),
      total: begin?.total ?? { value: 0, exact: true },
      hasMore: last?.pageInfo.hasNextPage ?? false,
      isLoadingMore: behind.isLoading || isOutdated,
      trouble: behind.trouble,
      more,
    },
  };
}

function nothingBehind<Data, Node>(question: string): Behind<Data, Node> {
  return { question, first: null, pages: [], isLoading: false, trouble: null };
}

/** Why a question was not answered, as urql tells it. */
export function troubleOf(error: CombinedError | undefined): Trouble {
  const told = error?.graphQLErrors[0];
  if (told === undefined) {
    const isOffline = error?.response === undefined;
    return { because: isOffline ? 'offline' : 'broken', code: null, argument: null, message: error?.message ?? '' };
  }
  const [code, argument] = ['code', 'argument'].map((name) => textOrNull(told.extensions[name]));
  const because = code === 'INTERNAL_SERVER_ERROR' ? 'broken' : 'refused';
  return { because, code: code ?? null, argument: argument ?? null, message: told.message };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
