import { Link } from 'react-aria-components';
import type { ChangePartsFragment as Change, Moment } from '../generated/operations.ts';
import { entityHref, nameIn } from '../links.ts';
import { momentAsked } from '../moment.ts';
import { TEXTS, wordsOf } from '../texts.ts';
import { tellTime } from '../time.ts';

interface ChangeListProps {
  readonly id: string;
  readonly changes: readonly Change[];
  /** The moment that they are told at, which links to what was then keep of what was known. */
  readonly at: Moment | null;
}

/** What was said of an entity, in the order given. */
export function ChangeList({ id, changes, at }: ChangeListProps) {
  return (
    <ol className="history">
      {changes.map((change, index) => (
        // One position may hold several changes of one entity.
        <li key={`${change.position} ${index}`} className={`change is-${change.type.toLowerCase()}`}>
          <ChangeEntry id={id} at={at} change={change} />
        </li>
      ))}
    </ol>
  );
}

function ChangeEntry({ id, at, change }: { id: string; at: Moment | null; change: Change }) {
  const fate = fateOf(change);
  const then = entityHref(id, momentAsked({ ...at, asOf: change.at }));
  return (
    <>
      <p className="change-head">
        <strong>{TEXTS.history.type[change.type]}</strong>
        {change.relationship !== null && <span className="badge">{wordsOf(change.relationship)}</span>}
        {fate !== null && <span>{TEXTS.history[fate]}</span>}
        {change.other !== null && (
          <Link href={entityHref(change.other)} className="change-other">
            {nameIn(change.other)}
          </Link>
        )}
      </p>
      <Values change={change} isToldElse={fate !== null} />
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

/** What became of a relation; null where it goes on otherwise than before, or there is none. */
function fateOf({ relationship, before, after }: Change): 'began' | 'ended' | null {
  if (relationship === null) return null;
  if (before === null) return 'began';
  const isOver = (value: unknown) => !isNothing(membersOf(value)['validTo']);
  return after === null || (isOver(after) && !isOver(before)) ? 'ended' : null;
}

const PERIOD: ReadonlySet<string> = new Set(['validFrom', 'validTo']);

/**
 * Members that differ, as they were and as they became.
 * @param isToldElse whether it is told that a relation began or ended, and when
 */
function Values({ change, isToldElse }: { change: Change; isToldElse: boolean }) {
  const [before, after] = [membersOf(change.before), membersOf(change.after)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      name !== 'key' &&
      !(isToldElse && PERIOD.has(name)) &&
      !(isNothing(before[name]) && isNothing(after[name])) &&
      JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return (
    <table className="pairs is-change">
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {!isNothing(before[name]) && (
                <>
                  <span className="visually-hidden">{TEXTS.history.was}: </span>
                  <del>{toldValue(before[name])}</del>{' '}
                </>
              )}
              {!isNothing(after[name]) && (
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

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || JSON.stringify(value) === '{}';
}

function toldValue(value: unknown): string {
  if (typeof value === 'string' && TIME.test(value)) return tellTime(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

/** Those of a relation stand beside its period. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const { props, ...members } = value as Record<string, unknown>;
  return { ...members, ...membersOf(props) };
}
