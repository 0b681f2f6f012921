import { Page } from '../components/page.tsx';
import { SearchBox } from '../components/search-box.tsx';
import { nameIn } from '../links.ts';
import { TEXTS } from '../texts.ts';

/** An address may name what was never there, is hidden, or was cut short on its way here. */
export function UnknownEntity({ urn, isMalformed }: { urn: string; isMalformed: boolean }) {
  return (
    <Page title={TEXTS.entity.unknownTitle} className="is-narrow">
      <h1>{TEXTS.entity.unknownTitle}</h1>
      <p className="lead">{isMalformed ? TEXTS.entity.malformed : TEXTS.entity.unknown}</p>
      <p className="urn">{urn}</p>
      <p>{TEXTS.entity.unknownHelp}</p>
      <SearchBox size="hero" text={nameIn(urn)} />
    </Page>
  );
}
