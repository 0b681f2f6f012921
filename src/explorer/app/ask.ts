import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useEffect, useRef } from 'react';
import { useQuery, type AnyVariables, type CombinedError } from 'urql';
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
