import type { StreamState } from '../../kernel/decision.ts';
import { sameJson } from '../../kernel/json.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime, micros, type Micros } from '../../kernel/time.ts';
import type { Judged } from '../kind/decide.ts';
import {
  alertId,
  isOpen,
  type AlertEventType,
  type AlertProps,
  type AlertRecord,
  type Feedback,
  type Raising,
} from './alert.ts';

// What may happen to an alert, and what it leaves: pure, and judged on all that happened to the alerts of its key before.

function last({ record }: StreamState): AlertRecord | null {
  return record as AlertRecord | null;
}

function step(record: AlertRecord, event: AlertEventType, props: Partial<AlertProps>, until: Micros | null): Judged {
  const told = { ...record.props, ...props } as AlertProps;
  return [{ event, record: { ...record, until, props: told } }];
}

/** The same key raises one alert until that is resolved: then the next. What it is about is said once. */
export function raise(said: Raising): (state: StreamState) => Judged {
  return (state) => {
    const before = last(state);
    if (before !== null && isOpen(before)) {
      const props = { ...contentOf(said), raised: before.props.raised + 1 };
      return step({ ...before, about: before.about ?? said.about }, 'REPEATED', props, null);
    }
    return begin(said, before);
  };
}

/**
 * As a source tells it that says the same again and again, and maybe out of order: what it said already changes nothing,
 * nor does the beginning of an alert of which the end is known.
 */
export function raiseOnce(said: Raising): (state: StreamState) => Judged {
  return (state) => {
    const before = last(state);
    if (before !== null && !isOpen(before) && said.since <= before.since) return [];
    if (before === null || !isOpen(before)) return begin(said, before);
    const isSaid = Object.entries(contentOf(said)).every(([name, value]) => sameJson(before.props[name], value));
    const isMapped = before.about === null && said.about !== null;
    return isSaid && !isMapped ? [] : raise(said)(state);
  };
}

/**
 * The end of an alert, as its source tells it. One whose beginning was never told is told of now, so that it is kept. What
 * ended before the one that is open began was another one.
 */
export function endOnce(said: Raising, until: Micros): (state: StreamState) => Judged {
  return (state) => {
    const before = last(state);
    if (before !== null && !isOpen(before) && said.since <= before.since) return [];
    if (before !== null && said.since < before.since && until <= before.since) return [];
    const begun = before === null || !isOpen(before) ? begin(said, before) : [];
    const record = begun.length === 0 ? before : (begun[0]?.record as AlertRecord);
    return [
      ...begun,
      ...(record === null ? [] : step(record, 'RESOLVED', { state: 'RESOLVED' }, endOf(record, until))),
    ];
  };
}

/** Taking what somebody has taken changes nothing. */
export function acknowledge(id: string, note: string | null): (state: StreamState) => Judged | FactProblem {
  return (state) => {
    const alert = last(state);
    if (alert === null || alert.id !== id || !isOpen(alert)) return isOver(alert, id);
    if (alert.props.state === 'ACKNOWLEDGED' && (note === null || note === alert.props.note)) return [];
    return step(alert, 'ACKNOWLEDGED', { state: 'ACKNOWLEDGED', note: note ?? alert.props.note }, null);
  };
}

export function resolve(
  id: string,
  { feedback, note }: { readonly feedback: Feedback | null; readonly note: string | null },
  at: Micros,
): (state: StreamState) => Judged | FactProblem {
  return (state) => {
    const alert = last(state);
    if (alert === null || alert.id !== id) return isOver(alert, id);
    const said = { feedback: feedback ?? alert.props.feedback, note: note ?? alert.props.note };
    if (!isOpen(alert)) {
      const isSaid = said.feedback === alert.props.feedback && said.note === alert.props.note;
      return isSaid ? [] : isOver(alert, id);
    }
    return step(alert, 'RESOLVED', { state: 'RESOLVED', ...said }, endOf(alert, at));
  };
}

function begin(said: Raising, before: AlertRecord | null): Judged {
  const { source, key, about, since } = said;
  const episode = (before?.props.episode ?? 0) + 1;
  const props: AlertProps = {
    ...{ source, key, episode, ...contentOf(said) },
    ...{ state: 'OPEN', raised: 1, note: null, feedback: null },
  };
  const record = { id: alertId(source, key, episode), kind: 'ALERT', about, since, until: null, props } as const;
  return [{ event: 'RAISED', record }];
}

/** What may be another each time that the alert is raised. */
function contentOf({ severity, reason, title, description, labels, details }: Raising) {
  return { severity, reason, title, description, labels, details };
}

/** Nothing ends before it began. */
function endOf({ since }: AlertRecord, at: Micros): Micros {
  return micros(Math.max(since, at));
}

function isOver(alert: AlertRecord | null, id: string): FactProblem {
  const end = alert?.id === id ? alert.until : null;
  const when = end === null ? 'before the one that is open by now' : `at ${formatTime(end)}`;
  return { path: 'id', code: 'CONFLICT', message: `id: expected an alert that is open; it was resolved ${when}` };
}
