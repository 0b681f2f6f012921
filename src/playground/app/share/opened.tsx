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

/** Runs what a link opened, once, unless that could change something; or says that the link is broken. */
export function OpenedByLink({ opened }: { opened: Opened }) {
  const [isClosed, setIsClosed] = useState(false);
  useRunOnce(opened === 'broken' ? null : opened);
  if (opened !== 'broken' || isClosed) return null;
  return (
    <div className="link-broken" role="alert">
      <p>{TEXTS.share.broken}</p>
      <button type="button" className="share-button" onClick={() => setIsClosed(true)}>
        {TEXTS.close}
      </button>
    </div>
  );
}

function useRunOnce(shared: Shared | null): void {
  const { run, setOperationName } = useGraphiQLActions();
  // What was written in the editor is understood once the schema is there.
  const isReady = useGraphiQL((state) => Boolean(state.queryEditor && state.responseEditor && state.schema));
  const hasRun = useRef(false);
  useEffect(() => {
    if (shared === null || !isReady || hasRun.current) return;
    hasRun.current = true;
    const operation = operationIn(shared.document, shared.operationName);
    if (operation === null || operation.type === 'mutation') return;
    if (shared.operationName !== null) setOperationName(shared.operationName);
    run();
  }, [shared, isReady]);
}
