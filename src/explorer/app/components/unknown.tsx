import type { ReactNode } from 'react';
import { nameIn } from '../links.ts';
import { TEXTS } from '../texts.ts';
import { Page } from './page.tsx';
import { SearchBox } from './search-box.tsx';

interface UnknownProps {
  readonly title: string;
  readonly text: string;
  /** What the address names and nobody has. */
  readonly urns: readonly string[];
  /** How to go on without a search. */
  readonly children?: ReactNode;
}

/** An address may name what was never there, is hidden, or was cut short on its way here. */
export function Unknown({ title, text, urns, children }: UnknownProps) {
  return (
    <Page title={title} className="is-narrow">
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      {urns.map((urn) => (
        <p key={urn} className="urn">
          {urn}
        </p>
      ))}
      <div className="actions">{children}</div>
      <p>{TEXTS.entity.unknownHelp}</p>
      <SearchBox size="hero" text={nameIn(urns[0] ?? '')} />
    </Page>
  );
}
