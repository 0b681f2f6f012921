import { Page } from '../components/page.tsx';
import { SearchBox } from '../components/search-box.tsx';
import { nameIn } from '../links.ts';
import { TEXTS } from '../texts.ts';

export function UnknownStart({ starts }: { starts: readonly string[] }) {
  return (
    <Page title={TEXTS.lineage.notInTheGraph} className="is-narrow">
      <h1>{TEXTS.lineage.notInTheGraph}</h1>
      <p className="lead">{TEXTS.entity.unknown}</p>
      {starts.map((urn) => (
        <p key={urn} className="urn">
          {urn}
        </p>
      ))}
      <p>{TEXTS.entity.unknownHelp}</p>
      <SearchBox size="hero" text={nameIn(starts[0] ?? '')} />
    </Page>
  );
}
