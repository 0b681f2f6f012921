import type { ReactNode } from 'react';
import { refine } from '../address.ts';
import { useAsked } from '../ask.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { LoadingPage } from '../components/loading-page.tsx';
import { Page } from '../components/page.tsx';
import { Folded } from '../components/folded.tsx';
import { Folding } from '../components/folding.tsx';
import { Segments } from '../components/segments.tsx';
import { Empty, Failed, Notice } from '../components/states.tsx';
import { LineageStartsDocument, type LineageStartsQuery } from '../generated/operations.ts';
import { useIsWide } from '../is-wide.ts';
import { shownName } from '../shown-name.ts';
import { TEXTS } from '../texts.ts';
import { askedLineage, askedNow, type AskedLineage } from './asked-lineage.ts';
import { CausesView } from './causes/causes-view.tsx';
import { Controls } from './controls.tsx';
import { DiffView } from './diff/diff-view.tsx';
import { ignoredIn } from './ignored.ts';
import { FinerView, isMadeOfParts } from './finer-view.tsx';
import { ImpactView } from './impact/impact-view.tsx';
import { LineageView } from './lineage-view.tsx';
import { Modes } from './modes.tsx';
import { Timeline } from './time/timeline.tsx';
import { UnknownStarts } from './unknown-starts.tsx';

/** So many are named above the graph. */
const STARTS = 12;

type Start = NonNullable<LineageStartsQuery['entities'][number]>;

/** What lies upstream and downstream: `/explore/lineage?of=<urn>&…`, where askedLineage says the rest. */
export function LineagePage({ query }: { query: URLSearchParams }) {
  const asked = askedLineage(query);
  const { of } = asked.walk;
  const found = useAsked(LineageStartsDocument, { ids: of }, { pause: of.length === 0 });
  if (of.length === 0) {
    return (
      <Page title={TEXTS.lineage.title}>
        <h1>{TEXTS.lineage.title}</h1>
        <Empty title={TEXTS.lineage.nothingAsked}>{TEXTS.lineage.nothingAskedHelp}</Empty>
      </Page>
    );
  }
  if (found.state === 'loading') return <LoadingPage />;
  if (found.state === 'failed') {
    const malformed = namedIn(of, found.trouble.argument);
    if (malformed.length > 0) return <UnknownStarts of={of} unknown={malformed} text={TEXTS.entity.malformed} />;
    return (
      <Page title={TEXTS.lineage.title}>
        <h1>{TEXTS.lineage.title}</h1>
        <Failed trouble={found.trouble} retry={found.retry} />
      </Page>
    );
  }
  const starts = found.data.entities.flatMap((entity) => entity ?? []);
  const unknown = of.filter((_, place) => found.data.entities[place] === null);
  if (unknown.length > 0) return <UnknownStarts of={of} unknown={unknown} text={TEXTS.entity.unknown} />;
  return <Shown key={of.join()} asked={asked} query={query} starts={starts} />;
}

interface ShownProps {
  readonly asked: AskedLineage;
  readonly query: URLSearchParams;
  readonly starts: readonly Start[];
}

function Shown({ asked, query, starts }: ShownProps) {
  const [start] = starts;
  const { mode } = asked;
  const isWide = useIsWide();
  const ignored = ignoredIn(query);
  const name = start === undefined || starts.length > 1 ? TEXTS.modes.many(starts.length) : shownName(start);
  const title = TEXTS.modes.titles[mode](name);
  const finer =
    mode === 'lineage' && starts.length === 1 && start !== undefined && isMadeOfParts(start.kind) ? start : null;
  const choices = (
    <div className="lineage-asked">
      {finer !== null && (
        <Segments
          label={TEXTS.modes.grain}
          chosen={asked.isFiner ? 'field' : 'table'}
          choices={[
            ['table', TEXTS.modes.whole[finer.kind] ?? TEXTS.kind[finer.kind]],
            ['field', TEXTS.entity.partsOf[finer.kind] ?? TEXTS.entity.tabs.parts],
          ]}
          onChange={(grain) => refine({ grain: grain === 'field' ? grain : null, parts: null })}
        />
      )}
      <Controls asked={asked} query={query} />
    </div>
  );
  return (
    <Page title={title} className="lineage-page">
      <div className="lineage-head">
        <div>
          <h1>{title}</h1>
          <div className="meta">
            <Folded most={STARTS}>
              {starts.map((entity) => (
                <EntityLink key={entity.id} entity={entity} />
              ))}
            </Folded>
          </div>
        </div>
        <Modes mode={mode} kinds={starts.map(({ kind }) => kind)} />
      </div>
      {ignored.length > 0 && <Notice tone="warning">{TEXTS.lineage.ignored(ignored)}</Notice>}
      {isWide ? choices : <Folding label={TEXTS.lineage.controls}>{choices}</Folding>}
      {mode !== 'causes' && (
        <Timeline
          query={query}
          names={mode === 'diff' ? ['from', 'to', 'knownAt'] : ['asOf', 'knownAt']}
          since={sinceOf(starts)}
        />
      )}
      {view()}
    </Page>
  );

  function view(): ReactNode {
    if (mode === 'impact') return <ImpactView asked={asked} query={query} />;
    if (mode === 'diff') return <DiffView asked={asked} query={query} />;
    if (mode === 'causes') return <CausesView asked={asked} query={query} starts={starts} />;
    if (finer !== null && asked.isFiner) return <FinerView asked={asked} query={query} whole={finer} />;
    return <LineageView asked={asked} variables={askedNow(asked, query)} />;
  }
}

/** The one that the API refuses, which it names by its place: `ids[3]`. */
function namedIn(of: readonly string[], argument: string | null): readonly string[] {
  const place = /^ids\[(\d+)\]$/.exec(argument ?? '')?.[1];
  return of.filter((_, index) => String(index) === place);
}

/** Since when anything is said of any of them. */
function sinceOf(starts: readonly Start[]): number {
  return Math.min(Date.now(), ...starts.flatMap(({ createdAt }) => (createdAt === null ? [] : Date.parse(createdAt))));
}
