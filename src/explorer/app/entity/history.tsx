import { Link } from 'react-aria-components';
import { usePages } from '../ask.ts';
import { Paged } from '../components/paged.tsx';
import { Notice } from '../components/states.tsx';
import { EntityHistoryDocument, type EntityHistoryQuery, type Moment } from '../generated/operations.ts';
import { entityHref, nameIn } from '../links.ts';
import { momentAsked } from '../moment.ts';
import { TEXTS, wordsOf } from '../texts.ts';
import { tellTime } from '../time.ts';

type Change = NonNullable<NonNullable<EntityHistoryQuery['entity']>['history']>['nodes'][number];

/** What the log has of it, the newest first. */
export function History({ id, at }: { id: string; at: Moment | null }) {
  const pages = usePages(EntityHistoryDocument, { id, at }, ({ entity }) => entity?.history);
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.history }}>
      {(nodes) => (
        <>
          {at?.asOf !== undefined && <Notice tone="info">{TEXTS.history.notCut}</Notice>}
          <ol className="history">
            {nodes.map((change, index) => (
              // One position may hold several changes of one entity.
              <li key={`${change.position} ${index}`} className={`change is-${change.type.toLowerCase()}`}>
                <ChangeEntry id={id} at={at} change={change} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Paged>
  );
}

function ChangeEntry({ id, at, change }: { id: string; at: Moment | null; change: Change }) {
  const then = entityHref(id, momentAsked({ ...at, asOf: change.at }));
  return (
    <>
      <p className="change-head">
        <strong>{TEXTS.history.type[change.type]}</strong>
        {change.relationship !== null && <span className="badge">{wordsOf(change.relationship)}</span>}
        {change.other !== null && (
          <Link href={entityHref(change.other)} className="change-other">
            {nameIn(change.other)}
          </Link>
        )}
      </p>
      <Values change={change} />
      <p className="meta">
        <time dateTime={change.at}>{tellTime(change.at)}</time>
        <span>{TEXTS.history.by(change.source)}</span>
        {change.recordedAt.slice(0, 16) !== change.at.slice(0, 16) && (
          <span>{TEXTS.history.recorded(tellTime(change.recordedAt))}</span>
        )}
        <Link href={then}>{TEXTS.history.seeThen}</Link>
      </p>
    </>
  );
}

/** Members that differ, as they were and as they became. */
function Values({ change }: { change: Change }) {
  const [before, after] = [membersOf(change.before), membersOf(change.after)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== 'key' && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return (
    <table className="pairs is-change">
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {before[name] !== undefined && before[name] !== null && (
                <>
                  <span className="visually-hidden">{TEXTS.history.was}: </span>
                  <del>{toldValue(before[name])}</del>{' '}
                </>
              )}
              {after[name] !== undefined && after[name] !== null && (
                <>
                  <span className="visually-hidden">{TEXTS.history.became}: </span>
                  <ins>{toldValue(after[name])}</ins>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const LONGEST = 240;

function toldValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
