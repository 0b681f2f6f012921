import { useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import type { Run } from '../graph/drawing.ts';
import { runBehind } from './run.ts';

/** What came last in the tab that is open, and what it was the answer to. */
export interface Answered {
  readonly run: Run;
  readonly data: unknown;
  /** The first error of it; null where there is none. */
  readonly problem: string | null;
}

/** Null until something was answered. */
export function useAnswered(): Answered | null {
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]);
  const [id, response] = [tab?.id, tab?.response];
  return useMemo(() => {
    const answer = objectIn(response ?? '');
    if (answer === null || id === undefined || !response) return null;
    const run = runBehind(id, response);
    return run === null ? null : { run, data: answer['data'] ?? null, problem: problemIn(answer['errors']) };
  }, [id, response]);
}

function problemIn(errors: unknown): string | null {
  if (!Array.isArray(errors)) return null;
  const message: unknown = (errors[0] as { readonly message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : JSON.stringify(errors);
}

/** The object that a text of JSON is; null where it is none. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
