import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { refine } from '../address.ts';
import { useAsked } from '../ask.ts';
import { LoadingPage } from '../components/loading-page.tsx';
import { BackToNow } from '../components/back-to-now.tsx';
import { MomentPicker } from '../components/moment-picker.tsx';
import { Unknown } from '../components/unknown.tsx';
import { Page } from '../components/page.tsx';
import { Failed } from '../components/states.tsx';
import { EntityOverviewDocument, type EntityOverviewQuery } from '../generated/operations.ts';
import { tabsOf, type Tab as TabName } from '../kinds.ts';
import { useAlertChanges } from '../live/use-live-alerts.ts';
import { momentIn } from '../moment.ts';
import { FIRST_PAGE } from '../pages.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { tellMoment } from '../time.ts';
import { Alerts } from './alerts.tsx';
import { EntityHead } from './entity-head.tsx';
import { History } from './history.tsx';
import { Observations } from './observations.tsx';
import { Overview } from './overview.tsx';
import { Parts } from './parts.tsx';
import { Relations } from './relations.tsx';
import { Releases } from './releases.tsx';
import { Runs } from './runs.tsx';
import { Versions } from './versions.tsx';

export type ShownEntity = NonNullable<EntityOverviewQuery['entity']>;

/** All that the API knows of one entity: `/explore/entity/<urn>?tab=…&asOf=…&knownAt=…`. */
export function EntityPage({ urn, query }: { urn: string; query: URLSearchParams }) {
  const at = momentIn(query);
  const title = TEXTS.entity.unknownTitle;
  const asked = useAsked(EntityOverviewDocument, { id: urn, at }, { changes: useAlertChanges(urn) });
  if (asked.state === 'loading') return <LoadingPage />;
  if (asked.state === 'failed') {
    const { trouble, retry } = asked;
    if (trouble.argument === 'id') return <Unknown title={title} text={TEXTS.entity.malformed} urns={[urn]} />;
    return (
      <Page title={TEXTS.states.refusedTitle}>
        <h1 className="visually-hidden">{urn}</h1>
        <Failed trouble={trouble} retry={retry} />
      </Page>
    );
  }
  const { entity } = asked.data;
  if (entity === null && at === null) return <Unknown title={title} text={TEXTS.entity.unknown} urns={[urn]} />;
  if (entity === null) {
    return (
      <Unknown title={TEXTS.entity.unknownThenTitle} text={TEXTS.entity.unknownThen(tellMoment(at))} urns={[urn]}>
        <BackToNow />
        <MomentPicker query={query} />
      </Unknown>
    );
  }
  const tabs = tabsOf(entity.kind);
  const tab = tabs.find((each) => each === query.get('tab')) ?? 'overview';
  return (
    <Page title={`${shownName(entity)} · ${TEXTS.kind[entity.kind]}`} className="entity-page">
      <EntityHead entity={entity} query={query} />
      <Tabs
        className="tabs"
        selectedKey={tab}
        keyboardActivation="manual"
        onSelectionChange={(key) => refine({ tab: key === 'overview' ? null : String(key), ...FIRST_PAGE })}
      >
        <TabList className="tab-list" aria-label={TEXTS.entity.sections}>
          {tabs.map((each) => (
            <Tab key={each} id={each} className="tab">
              {(each === 'parts' ? TEXTS.entity.partsOf[entity.kind] : null) ?? TEXTS.entity.tabs[each]}
              {each === 'alerts' && entity.alerts !== null && entity.alerts.total.value > 0 && (
                <span className="count is-alert">{entity.alerts.total.value}</span>
              )}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={tab} className="tab-panel">
          <Section tab={tab} entity={entity} query={query} />
        </TabPanel>
      </Tabs>
    </Page>
  );
}

function Section({ tab, entity, query }: { tab: TabName; entity: ShownEntity; query: URLSearchParams }) {
  const at = momentIn(query);
  switch (tab) {
    case 'overview':
      return <Overview entity={entity} at={at} />;
    case 'parts':
      return <Parts id={entity.id} at={at} />;
    case 'runs':
      return <Runs id={entity.id} at={at} />;
    case 'versions':
      return <Versions id={entity.id} at={at} />;
    case 'releases':
      return <Releases id={entity.id} at={at} />;
    case 'observations':
      return <Observations id={entity.id} name={entity.name} query={query} />;
    case 'relations':
      return <Relations id={entity.id} at={at} />;
    case 'alerts':
      return <Alerts id={entity.id} query={query} />;
    case 'history':
      return <History id={entity.id} at={at} />;
  }
}
