import type { AlertSignal } from '../../domains/alerts/index.ts';
import type { Json } from '../../kernel/json.ts';
import { mapInTurns } from '../../kernel/turns.ts';
import { MOST_ERRORS, type Connector, type Mapped, type PayloadError } from '../connector.ts';
import { Place } from '../payload.ts';
import { candidatesFor, type LabelRule } from './mapping.ts';

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
  const place = new Place(payload, '', (error) => errors.push({ index: 0, ...error }));
  if (!place.isObject) {
    place.wrong('an object');
    return { errors };
  }
  if (place.at('version').value !== VERSION) place.at('version').wrong(`the version ${JSON.stringify(VERSION)}`);
  const alerts = place.at('alerts');
  if (alerts.isAbsent) alerts.wrong('a list');
  const members = alerts.list();
  const truncated = place.at('truncatedAlerts').optionalNumber() ?? 0;
  if (errors.length > 0) return { errors };
  const externalUrl = place.at('externalURL').optionalText();
  const signals = await mapInTurns(members, ({ value, path }, index) => {
    const before = errors.length;
    const member = new Place(value, path, (error) => errors.push({ index, ...error }));
    const signal = readAlert(member, index, externalUrl, rules);
    return errors.length === before && signal !== null ? [signal] : [];
  });
  return { signals: signals.flat(), truncated, errors: errors.slice(0, MOST_ERRORS) };
}

/** What is wrong with it is noted; the others are taken all the same. */
function readAlert(
  place: Place,
  index: number,
  externalUrl: string | null,
  rules: readonly LabelRule[],
): AlertSignal | null {
  if (!place.isObject) {
    place.wrong('an object');
    return null;
  }
  const status = place.at('status');
  const isOver = status.value === 'resolved';
  if (!isOver && status.value !== 'firing') status.wrong('firing or resolved');
  const labels = texts(place.at('labels'));
  const annotations = texts(place.at('annotations'));
  const severity = labels['severity'];
  const isCritical = severity !== undefined && /^(critical|page|fatal|error)$/i.test(severity);
  const generatorUrl = place.at('generatorURL').optionalText();
  return {
    index,
    key: place.at('fingerprint').name(),
    candidates: candidatesFor(labels, rules),
    severity: isCritical ? 'CRITICAL' : 'INFORMATIONAL',
    reason: severity === undefined ? 'It has no label severity.' : `Its label severity is ${JSON.stringify(severity)}.`,
    title: annotations['summary'] ?? labels['alertname'] ?? 'An alert without a name',
    description: annotations['description'] ?? null,
    labels,
    details: { annotations, generatorUrl, externalUrl },
    since: place.at('startsAt').time(),
    until: isOver ? place.at('endsAt').time() : null,
  };
}

function texts(place: Place): Readonly<Record<string, string>> {
  return Object.fromEntries(place.entries().map(([key, each]) => [key, each.text()]));
}
