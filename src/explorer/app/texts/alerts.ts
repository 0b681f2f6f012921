import type { AlertSeverity, AlertState } from '../generated/operations.ts';

// What alerts and the connection say.

export const live = {
  bell: (count: number) => (count === 0 ? 'No open alerts' : `${count} open ${count === 1 ? 'alert' : 'alerts'}`),
  many: '99+',
  more: (count: number) => `and ${count.toLocaleString('en')} more`,
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
