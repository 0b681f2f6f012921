import type { AlertSeverity, AlertState } from '../generated/operations.ts';

// What alerts and the connection say.

export const live = {
  bell: (count: number) => (count === 0 ? 'No open alerts' : `${count} open ${count === 1 ? 'alert' : 'alerts'}`),
  unknown: { loading: 'Open alerts are being loaded', lost: 'Open alerts are not known: the server does not answer' },
  many: '99+',
  more: (count: number) => `All, with ${count.toLocaleString('en')} more`,
  all: 'All alerts',
  raised: (title: string, on: string | null) => `New alert: ${title}${on === null ? '' : `, on ${on}`}`,
  lost: 'The connection is lost, so what stands here may be out of date. It is being tried again.',
  retryNow: 'Try now',
  resumed: 'Connected again. Nothing was missed.',
  renewed: 'Connected again. More happened than could be made up for, so the alerts were loaded anew.',
  onCanvas: (count: number) => `${count} ${count === 1 ? 'alert' : 'alerts'}`,
};

export const alerts = {
  heading: 'Open alerts',
  headingAll: 'Alerts',
  none: 'No open alerts',
  noneHelp: 'Nothing that is watched asks for attention now.',
  noneEver: 'No alerts',
  noneEverHelp: 'Nothing was ever raised about it.',
  openThen: 'These were open at the moment that is shown. What became of them is told, too.',
  notCut: 'These are all alerts on it, with those that began after the moment that is shown.',
  onlyOpen: 'Open ones only',
  badge: (total: string, isCritical: boolean) =>
    `${total} open ${total === '1' ? 'alert' : 'alerts'}${isCritical ? ', critical among them' : ''}`,
  severity: { CRITICAL: 'Critical', INFORMATIONAL: 'Informational' } satisfies Record<AlertSeverity, string>,
  state: { OPEN: 'Open', ACKNOWLEDGED: 'Acknowledged', RESOLVED: 'Resolved' } satisfies Record<AlertState, string>,
  since: (at: string) => `since ${at}`,
  span: (from: string, to: string) => `${from} – ${to}`,
  source: (source: string) => `from ${source}`,
  raised: (times: number) => `raised ${times} times`,
  about: 'About',
};
