import { useAsked, type Asked } from '../ask.ts';
import { tellCount } from '../amount.ts';
import { EntityLink, shownName } from '../components/entity-link.tsx';
import { Page } from '../components/page.tsx';
import { Answered, Empty } from '../components/states.tsx';
import {
  EntityNamesDocument,
  LineageDocument,
  type EntityNamesQuery,
  type LineageQuery,
} from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import { askedLineage, type AskedLineage } from './asked-lineage.ts';
import { Controls } from './controls.tsx';
import { Graph } from './graph.tsx';
import { Honesty } from './honesty.tsx';
import { NodeList } from './node-list.tsx';
import { UnknownStart } from './unknown-start.tsx';

/** What lies upstream and downstream: `/explore/lineage?of=<urn>&…`, where askedLineage says the rest. */
export function LineagePage({ query }: { query: URLSearchParams }) {
  const asked = askedLineage(query);
  const of = asked.variables.of as readonly string[];
  const answer = useAsked(LineageDocument, asked.variables, { pause: of.length === 0 });
  const starts = startsIn(useAsked(EntityNamesDocument, { ids: [...of] }, { pause: of.length === 0 }));
  if (of.length === 0) {
    return (
      <Page title={TEXTS.lineage.title}>
        <h1>{TEXTS.lineage.title}</h1>
        <Empty title={TEXTS.lineage.nothingAsked}>{TEXTS.lineage.nothingAskedHelp}</Empty>
      </Page>
    );
  }
  if (answer.state === 'failed' && (answer.trouble.code === 'NOT_FOUND' || isMalformed(of))) {
    return <UnknownStart starts={of} />;
  }
  const [start] = starts;
  const title =
    start === undefined || of.length > 1 ? TEXTS.lineage.ofMany(of.length) : TEXTS.lineage.of(shownName(start));
  return (
    <Page title={title} className="lineage-page">
      <div className="lineage-head">
        <div>
          <h1>{title}</h1>
          <div className="meta">
            {starts.map((entity) => (
              <EntityLink key={entity.id} entity={entity} />
            ))}
          </div>
        </div>
        <Controls asked={asked} query={query} />
      </div>
      <Answered asked={answer} rows={10}>
        {({ lineage }) => <Answer lineage={lineage} asked={asked} />}
      </Answered>
    </Page>
  );
}

function Answer({ lineage, asked }: { lineage: LineageQuery['lineage']; asked: AskedLineage }) {
  const { nodes, links, total, answer, pageInfo } = lineage;
  const cut = pageInfo.hasNextPage
    ? TEXTS.lineage.cut(tellCount({ value: nodes.length, exact: true }), tellCount(total))
    : null;
  return (
    <>
      <div className="lineage-told">
        <p className="meta" role="status">
          <strong>{TEXTS.lineage.nodes(tellCount(total))}</strong>
          <span>{TEXTS.lineage.links(tellCount({ value: links.length, exact: true }))}</span>
        </p>
        <Honesty answer={answer} cut={cut} />
      </div>
      {nodes.length === 0 ? (
        <Empty title={TEXTS.lineage.empty}>{TEXTS.lineage.emptyHelp}</Empty>
      ) : asked.view === 'list' ? (
        <NodeList nodes={nodes} links={links} />
      ) : (
        <Graph lineage={lineage} by={asked.collapse} />
      )}
    </>
  );
}

function startsIn(asked: Asked<EntityNamesQuery>) {
  return asked.state === 'answered' ? asked.data.entities.flatMap((entity) => entity ?? []) : [];
}

function isMalformed(of: readonly string[]): boolean {
  return of.some((id) => !/^urn:throughline:[^:]+:[^:]*:[^:]+$/.test(id));
}
