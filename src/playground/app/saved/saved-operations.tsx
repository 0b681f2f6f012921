import type { GraphiQLPlugin } from '@graphiql/react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { TEXTS } from '../texts.ts';
import type { SavedOperation } from '../../operations.ts';
import { findOperations } from './find.ts';
import { useOpen } from './use-open.ts';
import { useOperations } from './use-operations.ts';

/** The operations that the server has saved, each with the question that it answers. */
export const savedOperations: GraphiQLPlugin = { title: TEXTS.saved.title, icon: Icon, content: SavedOperations };

function SavedOperations() {
  const load = useOperations();
  return (
    <section className="saved" aria-label={TEXTS.saved.title}>
      <h2>{TEXTS.saved.title}</h2>
      {load.state === 'loading' && <p role="status">{TEXTS.saved.loading}</p>}
      {load.state === 'failed' && <p role="alert">{TEXTS.saved.failed(load.why)}</p>}
      {load.state === 'loaded' && load.operations.length === 0 && <p>{TEXTS.saved.none}</p>}
      {load.state === 'loaded' && load.leftOut.length > 0 && (
        <details className="saved-left-out">
          <summary>{TEXTS.saved.leftOut(load.leftOut.length)}</summary>
          <ul>
            {load.leftOut.map(({ file, problem }) => (
              <li key={file}>
                <strong>{file}</strong>: {problem}
              </li>
            ))}
          </ul>
        </details>
      )}
      {load.state === 'loaded' && load.operations.length > 0 && <Groups operations={load.operations} />}
    </section>
  );
}

function Groups({ operations }: { operations: readonly SavedOperation[] }) {
  const open = useOpen(operations);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const groups = findOperations(operations, text);
  const found = groups.flatMap((group) => group.operations);

  /** From the search down into what it found, and up again. */
  function keyPressed(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isInSearch = event.target instanceof HTMLInputElement;
    if (step !== undefined) {
      const stops = [...(root.current?.querySelectorAll<HTMLElement>('input, button') ?? [])];
      stops[stops.indexOf(event.target as HTMLElement) + step]?.focus();
    } else if (event.key === 'Enter' && isInSearch && found[0] !== undefined) open(found[0]);
    else if (event.key === 'Escape' && isInSearch) setText('');
    else return;
    event.preventDefault();
  }

  return (
    <div ref={root} onKeyDown={keyPressed}>
      <input
        type="search"
        className="saved-search"
        aria-label={TEXTS.saved.search}
        placeholder={TEXTS.saved.searchHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="saved-count" role="status">
        {found.length === 0 ? TEXTS.saved.noMatch(text.trim()) : TEXTS.saved.count(found.length, operations.length)}
      </p>
      {groups.map((group, place) => (
        <section key={group.name} aria-labelledby={`${id}-${place}`}>
          <h3 id={`${id}-${place}`}>{group.name}</h3>
          <ol>
            {group.operations.map((operation) => (
              <li key={operation.name}>
                <button type="button" onClick={() => open(operation)}>
                  <strong>{operation.title}</strong>
                  <span>{operation.question}</span>
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.500" aria-hidden="true">
      <path d="M6 4h12v16l-6-4-6 4z" strokeLinejoin="round" />
    </svg>
  );
}
