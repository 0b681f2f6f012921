import type { KeyboardEvent } from 'react';

interface Props<Id extends string> {
  readonly label: string;
  readonly tabs: ReadonlyArray<readonly [id: Id, text: string]>;
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Of the tab; its panel has `panelId`. */
  readonly tabId: (id: Id) => string;
  readonly panelId: (id: Id) => string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** Tabs whose panels may stand anywhere in the page: one of them is drawn by the editor. */
export function TabList<Id extends string>({ label, tabs, chosen, onChoose, tabId, panelId }: Props<Id>) {
  function keyPressed(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const place = tabs.findIndex(([id]) => id === chosen) + step;
    const [next] = tabs[Math.min(Math.max(place, 0), tabs.length - 1)]!;
    onChoose(next);
    document.getElementById(tabId(next))?.focus();
    event.preventDefault();
  }

  return (
    <div role="tablist" aria-label={label} className="tab-list" onKeyDown={keyPressed}>
      {tabs.map(([id, text]) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={tabId(id)}
          aria-controls={panelId(id)}
          aria-selected={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
