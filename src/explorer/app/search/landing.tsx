import { Link } from 'react-aria-components';
import { tellCount } from '../amount.ts';
import { useAsked } from '../ask.ts';
import { AlertList } from '../components/alert-list.tsx';
import { KindMark } from '../components/kind-mark.tsx';
import { Page } from '../components/page.tsx';
import { SearchBox } from '../components/search-box.tsx';
import { Answered, Empty, Loading } from '../components/states.tsx';
import { SearchDocument } from '../generated/operations.ts';
import { ALL_KINDS, KINDS } from '../kinds.ts';
import { OPEN_ALERTS, searchHref } from '../links.ts';
import { openOnes } from '../live/live-alerts.ts';
import { useLiveAlerts } from '../live/use-live-alerts.ts';
import { TEXTS } from '../texts.ts';

/** So many stand beside the kinds. */
const ALERTS = 6;

/** Where nothing is asked yet: what there is, by kind, and what asks for attention. */
export function Landing() {
  return (
    <Page title={TEXTS.explorer} className="landing">
      <div className="hero">
        <h1>{TEXTS.search.title}</h1>
        <p className="lead">{TEXTS.search.lead}</p>
        <SearchBox size="hero" autoFocus />
      </div>
      <div className="landing-columns">
        <section aria-labelledby="kinds-heading">
          <h2 id="kinds-heading">{TEXTS.search.browse}</h2>
          <KindTiles />
        </section>
        <section aria-labelledby="alerts-heading">
          <h2 id="alerts-heading">{TEXTS.alerts.heading}</h2>
          <OpenAlerts />
        </section>
      </div>
    </Page>
  );
}

function KindTiles() {
  const asked = useAsked(SearchDocument, { first: 1 });
  return (
    <Answered asked={asked} rows={6}>
      {({ search }) => {
        const counts = search.facets.find(({ name }) => name === 'kind')?.values ?? [];
        if (counts.length === 0) {
          return <Empty title={TEXTS.search.nothingYet}>{TEXTS.search.nothingYetHelp}</Empty>;
        }
        const known = ALL_KINDS.flatMap((kind) =>
          counts.filter(({ value }) => value === kind).map(({ count }) => ({ kind, count })),
        );
        return (
          <ul className="kind-tiles">
            {known.map(({ kind, count }) => (
              <li key={kind}>
                <Link href={searchHref({ kinds: kind })} className={`kind-tile kind-${KINDS[kind].family}`}>
                  <KindMark kind={kind} size="large" />
                  <span className="kind-tile-name">{TEXTS.kinds[kind]}</span>
                  <span className="kind-tile-count">{tellCount(count)}</span>
                </Link>
              </li>
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

function OpenAlerts() {
  const live = useLiveAlerts();
  if (live.open === null) {
    return live.connection === 'lost' ? <Empty title={TEXTS.live.unknown.lost} /> : <Loading rows={3} />;
  }
  const open = openOnes(live);
  if (open.length === 0) return <Empty title={TEXTS.alerts.none}>{TEXTS.alerts.noneHelp}</Empty>;
  const more = open.length + live.beyond - ALERTS;
  return (
    <>
      <AlertList alerts={open.slice(0, ALERTS)} />
      {more > 0 && <Link href={OPEN_ALERTS}>{TEXTS.live.more(more)}</Link>}
    </>
  );
}
