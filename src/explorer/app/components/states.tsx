import { CircleAlert, CircleSlash2, CloudOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Asked, Trouble } from '../ask.ts';
import { TIMES } from '../moment.ts';
import { TEXTS } from '../texts.ts';
import { BackToNow } from './back-to-now.tsx';

/** The outline of what will stand here. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{TEXTS.states.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <CircleSlash2 aria-hidden="true" />
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="state-text">{children}</div>}
    </div>
  );
}

export function Failed({ trouble, retry }: { trouble: Trouble; retry(): void }) {
  const { title, text } = told(trouble);
  return (
    <div className="state is-failed" role="alert">
      {trouble.because === 'offline' ? <CloudOff aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      <p className="state-title">{title}</p>
      <p className="state-text">{text}</p>
      <div className="actions">
        {isAboutTime(trouble) && <BackToNow />}
        {!isFinal(trouble) && (
          <Button className="button" onPress={retry}>
            {TEXTS.states.retry}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Something to know about what is shown beside it. */
export function Notice({ tone, children }: { tone: 'warning' | 'info'; children: ReactNode }) {
  return (
    <p className={`notice is-${tone}`}>
      {tone === 'warning' ? <TriangleAlert aria-hidden="true" /> : <Info aria-hidden="true" />}
      <span>{children}</span>
    </p>
  );
}

/** What an answer becomes once it is there; until then, and where it fails, what all views show alike. */
export function Answered<Data>(props: {
  asked: Asked<Data>;
  rows?: number;
  children(data: Data, isOld: boolean): ReactNode;
}) {
  const { asked, children } = props;
  if (asked.state === 'loading') return <Loading {...(props.rows === undefined ? {} : { rows: props.rows })} />;
  if (asked.state === 'failed') return <Failed trouble={asked.trouble} retry={asked.retry} />;
  return children(asked.data, asked.isOld === true);
}

const FINAL: ReadonlySet<string | null> = new Set(['BAD_USER_INPUT', 'BEFORE_HISTORY', 'GRAPHQL_VALIDATION_FAILED']);

/** Whether the same question would be refused again. */
function isFinal({ because, code }: Trouble): boolean {
  return because === 'refused' && FINAL.has(code);
}

/** Whether it may be answered at another time. */
function isAboutTime({ argument }: Trouble): boolean {
  const name = argument?.split('.').at(-1);
  return TIMES.some((each) => each === name);
}

function told({ because, code, message }: Trouble): { title: string; text: string } {
  const { states } = TEXTS;
  if (because === 'offline') return { title: states.offlineTitle, text: states.offline };
  if (code === 'BEFORE_HISTORY') return { title: states.refusedTitle, text: `${states.beforeHistory} (${message})` };
  return { title: because === 'refused' ? states.refusedTitle : states.brokenTitle, text: message };
}
