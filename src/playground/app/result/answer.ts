import { useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import type { Run } from '../graph/drawing.ts';

/** What came last in the tab that is open, and what it was the answer to. */
export interface Answered {
  readonly run: Run;
  readonly data: unknown;
  readonly hasErrors: boolean;
}

/** Null until something was answered. */
export function useAnswered(): Answered | null {
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [id, response] = [tab?.id, tab?.response];
  // As the editors are when an answer comes: what is written behind it is no part of the question.
  return useMemo(() => {
    const answer = objectIn(response ?? '');
    if (answer === null || id === undefined) return null;
    const run = {
      document: queryEditor?.getValue() ?? '',
      operationName: tab?.operationName ?? null,
      variables: objectIn(variableEditor?.getValue() ?? '') ?? {},
    };
    return { run, data: answer['data'] ?? null, hasErrors: Array.isArray(answer['errors']) };
  }, [id, response, queryEditor, variableEditor]);
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
