import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef, useState } from 'react';
import { TEXTS } from '../texts.ts';
import { sharedIn, type Shared } from './link.ts';
import { operationIn } from './written.ts';

/** What the page's address opens; null where that is nothing, or what it opens is broken. */
export type Opened = Shared | 'broken' | null;

export async function openedBy(fragment: string): Promise<Opened> {
  return sharedIn(fragment).catch(() => 'broken' as const);
}

/** Runs what a link opened, once, unless that could change something; or says why it is not run. */
export function OpenedByLink({ opened }: { opened: Opened }) {
  const [isClosed, setIsClosed] = useState(false);
  const problem = problemOf(opened);
  useRunOnce(problem === null && opened !== 'broken' ? opened : null);
  if (problem === null || isClosed) return null;
  return (
    <div className="link-broken" role="alert">
      <p>{problem}</p>
      <button type="button" className="share-button" onClick={() => setIsClosed(true)}>
        {TEXTS.close}
      </button>
    </div>
  );
}

function problemOf(opened: Opened): string | null {
  if (opened === null) return null;
  if (opened === 'broken') return TEXTS.share.broken;
  const operation = operationIn(opened.document, opened.operationName);
  if (operation === null) return TEXTS.share.unreadable;
  return operation.type === 'mutation' ? TEXTS.share.notRun : null;
}

function useRunOnce(shared: Shared | null): void {
  const { run, setOperationName } = useGraphiQLActions();
  // What was written in the editor is understood once the schema is there.
  const isReady = useGraphiQL((state) => Boolean(state.queryEditor && state.responseEditor && state.schema));
  const hasRun = useRef(false);
  useEffect(() => {
    if (shared === null || !isReady || hasRun.current) return;
    hasRun.current = true;
    if (shared.operationName !== null) setOperationName(shared.operationName);
    run();
  }, [shared, isReady]);
}
