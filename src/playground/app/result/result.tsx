import { useGraphiQL } from '@graphiql/react';
import { lazy, Suspense, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Share } from '../share/share.tsx';
import type { View } from '../share/link.ts';
import { TabList } from '../tab-list.tsx';
import { TEXTS } from '../texts.ts';
import { useAnswered } from './answer.ts';

// What draws graphs is large, and not everybody looks at one.
const GraphPanel = lazy(async () => ({ default: (await import('../graph/graph-panel.tsx')).GraphPanel }));

const VIEWS = [
  ['answer', TEXTS.result.answer],
  ['graph', TEXTS.result.graph],
] as const;

/** The result as it came or as a graph. Stands in the foot of what GraphiQL shows of the answer. */
export function Result({ initialView, notice }: { initialView: View; notice: ReactNode }) {
  const id = useId();
  const foot = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(initialView);
  const answered = useAnswered();
  const theme = useGraphiQL((state) => state.theme);
  const tabId = (each: View) => `${id}-${each}`;
  const panelId = (each: View) => `${id}-${each}-panel`;
  const head = useAnswerPanel(foot, view === 'answer', tabId('answer'), panelId('answer'));

  return (
    <div ref={foot} className="result-foot" data-view={view}>
      {head !== null &&
        createPortal(
          <>
            {notice}
            <TabList
              label={TEXTS.result.label}
              tabs={VIEWS}
              chosen={view}
              onChoose={setView}
              tabId={tabId}
              panelId={panelId}
            />
            <Share view={view} />
          </>,
          head,
        )}
      <div
        role="tabpanel"
        id={panelId('graph')}
        aria-labelledby={tabId('graph')}
        className="graph-panel"
        hidden={view !== 'graph'}
      >
        {view === 'graph' && (
          <Suspense fallback={<p role="status">{TEXTS.result.loading}</p>}>
            {/* Drawn anew where other colours are chosen. */}
            <GraphPanel key={theme} answered={answered} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/**
 * Makes a panel of what GraphiQL shows the answer in.
 * @returns a place above it; null until it is there
 */
function useAnswerPanel(
  foot: { readonly current: HTMLElement | null },
  isShown: boolean,
  tabId: string,
  panelId: string,
): HTMLElement | null {
  const [head, setHead] = useState<HTMLElement | null>(null);
  const find = () => foot.current?.closest('.graphiql-response')?.querySelector<HTMLElement>('.result-window');

  useLayoutEffect(() => {
    const answer = find();
    if (!answer) return;
    const place = document.createElement('div');
    place.className = 'result-head';
    answer.before(place);
    answer.id = panelId;
    answer.setAttribute('role', 'tabpanel');
    answer.setAttribute('aria-labelledby', tabId);
    setHead(place);
    return () => place.remove();
  }, [tabId, panelId]);

  useLayoutEffect(() => {
    const answer = find();
    if (answer) answer.hidden = !isShown;
  }, [isShown]);

  return head;
}
