import { keepable, MOST_OF_ALERT, type AlertSignal } from '../../domains/alerts/index.ts';
import { shown } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import { MOST_ERRORS, type Connector, type Mapped, type PayloadError } from '../connector.ts';
import { Place } from '../payload.ts';
import { candidatesFor, labelsNamedBy, type LabelRule } from './mapping.ts';
import { AlertTexts } from './texts.ts';

/** The one that Alertmanager has sent since 2017. */
const VERSION = '4';

/**
 * The webhook of Alertmanager; docs/connectors/alertmanager.md says what becomes what.
 * @param rules how labels name what an alert is about
 */
export function alertmanager(rules: readonly LabelRule[]): Connector {
  return { name: 'alertmanager', path: '/api/v1/alerts/alertmanager', map: (payload) => map(payload, rules) };
}

async function map(payload: Json, rules: readonly LabelRule[]): Promise<Mapped> {
  const errors: PayloadError[] = [];
  const place = new Place(payload, '', (error) => errors.push({ index: null, ...error }));
  if (!place.isObject) {
    place.wrong('an object');
    return { errors };
  }
  if (place.at('version').value !== VERSION) place.at('version').wrong(`the version ${JSON.stringify(VERSION)}`);
  const alerts = place.at('alerts');
  if (alerts.isAbsent) alerts.wrong('a list');
  const members = alerts.list();
  const leftOut = place.at('truncatedAlerts');
  const truncated = leftOut.optionalNumber() ?? 0;
  if (!Number.isSafeInteger(truncated) || truncated < 0) leftOut.wrong('a whole number from 0');
  if (errors.length > 0) return { errors };
  const first = new Set(['alertname', 'severity', 'summary', 'description', ...labelsNamedBy(rules)]);
  const group = new AlertTexts();
  const externalUrl = group.optional(place.at('externalURL'));
  const cut: number[] = [];
  const signals = await mapInTurns(members, ({ value, path }, index) => {
    const before = errors.length;
    const member = new Place(value, path, (error) => errors.push({ index, ...error }));
    const texts = new AlertTexts();
    const signal = readAlert(member, index, externalUrl, { rules, first }, texts);
    if (errors.length > before || signal === null) return [];
    if (texts.isCut || group.isCut) cut.push(index);
    return [signal];
  });
  return { signals: signals.flat(), cut, truncated, errors: errors.slice(0, MOST_ERRORS) };
}

/** What is wrong with it is noted; the others are taken all the same. */
function readAlert(
  place: Place,
  index: number,
  externalUrl: string | null,
  { rules, first }: { readonly rules: readonly LabelRule[]; readonly first: ReadonlySet<string> },
  texts: AlertTexts,
): AlertSignal | null {
  if (!place.isObject) {
    place.wrong('an object');
    return null;
  }
  const status = place.at('status');
  const isOver = status.value === 'resolved';
  if (!isOver && status.value !== 'firing') status.wrong('firing or resolved');
  const labels = texts.read(place.at('labels'), first);
  const annotations = texts.read(place.at('annotations'), first);
  const severity = labels['severity'];
  const isCritical = severity !== undefined && /^(critical|page|fatal|error)$/i.test(severity);
  const generatorUrl = texts.optional(place.at('generatorURL'));
  return {
    index,
    key: place.at('fingerprint').name(),
    candidates: candidatesFor(labels, rules),
    severity: isCritical ? 'CRITICAL' : 'INFORMATIONAL',
    reason:
      severity === undefined ? 'It has no label severity.' : `Its label severity is ${keepable(shown(severity))}.`,
    title: texts.title(annotations['summary'], labels['alertname']),
    description: texts.description(annotations['description']),
    labels: texts.all(labels, MOST_OF_ALERT.label),
    details: { annotations: texts.all(annotations, MOST_OF_ALERT.description), generatorUrl, externalUrl },
    since: place.at('startsAt').time(),
    until: isOver ? place.at('endsAt').time() : null,
  };
}
