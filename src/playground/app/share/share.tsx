import { useEffect, useId, useRef, useState } from 'react';
import { copyText } from '../../../explorer/app/copy-text.ts';
import { TabList } from '../tab-list.tsx';
import { TEXTS } from '../texts.ts';
import { asCurl } from './as-curl.ts';
import { asPython } from './as-python.ts';
import { asTypeScript } from './as-typescript.ts';
import { linkOf, LONGEST_LINK, type View } from './link.ts';
import { useWritten, type Written } from './written.ts';

const WAYS = Object.entries(TEXTS.share.ways) as [Way, string][];
type Way = keyof typeof TEXTS.share.ways;

const CODE = { curl: asCurl, typescript: asTypeScript, python: asPython } as const;

interface Made {
  readonly text: string;
  /** Why there is nothing to copy. */
  readonly problem: string | null;
}

/** A button that gives what stands in the editors in the forms in which others can use it. */
export function Share({ view }: { view: View }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const title = useId();

  function open(): void {
    setIsOpen(true);
    dialog.current?.showModal();
  }

  return (
    <>
      <button type="button" className="share-button" aria-haspopup="dialog" onClick={open}>
        {TEXTS.share.button}
      </button>
      <dialog ref={dialog} className="share" aria-labelledby={title} onClose={() => setIsOpen(false)}>
        <div className="share-title">
          <h2 id={title}>{TEXTS.share.title}</h2>
          <button type="button" className="share-close" onClick={() => dialog.current?.close()}>
            {TEXTS.close}
          </button>
        </div>
        {isOpen && <Ways view={view} />}
      </dialog>
    </>
  );
}

function Ways({ view }: { view: View }) {
  const id = useId();
  const written = useWritten();
  const [way, setWay] = useState<Way>('link');
  const [made, setMade] = useState<Made | null>(null);
  const [told, setTold] = useState('');
  const text = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    let isCurrent = true;
    setTold('');
    setMade(null);
    void make(way, view, written).then((now) => {
      if (isCurrent) setMade(now);
    });
    return () => {
      isCurrent = false;
    };
  }, [way, view]);

  async function copy(): Promise<void> {
    const isCopied = await copyText(text.current?.value ?? '');
    if (!isCopied) text.current?.select();
    setTold(isCopied ? TEXTS.share.copied : TEXTS.share.selected);
  }

  return (
    <>
      <TabList
        label={TEXTS.share.title}
        tabs={WAYS}
        chosen={way}
        onChoose={setWay}
        tabId={(each) => `${id}-${each}`}
        panelId={() => `${id}-panel`}
      />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${way}`} className="share-panel">
        <p>{TEXTS.share.about[way]}</p>
        {made === null && <p role="status">{TEXTS.share.making}</p>}
        {made?.problem && <p role="alert">{made.problem}</p>}
        {made !== null && made.problem === null && (
          <>
            <textarea
              ref={text}
              readOnly
              aria-label={TEXTS.share.ways[way]}
              value={made.text}
              rows={way === 'link' ? 4 : 14}
              spellCheck={false}
            />
            <div className="share-copy">
              <button type="button" className="share-button" onClick={() => void copy()}>
                {TEXTS.share.copy}
              </button>
              <span role="status">{told}</span>
            </div>
          </>
        )}
      </div>
    </>
  );
}

async function make(way: Way, view: View, written: Written): Promise<Made> {
  if (way === 'link') {
    const link = await linkOf(location.origin + location.pathname, written.shared(view));
    return link === null ? { text: '', problem: TEXTS.share.tooLong(LONGEST_LINK) } : { text: link, problem: null };
  }
  const request = written.request();
  return typeof request === 'string' ? { text: '', problem: request } : { text: CODE[way](request), problem: null };
}
