import { TriangleAlert } from 'lucide-react';
import { tellCount } from '../amount.ts';
import type { AlertSeverity } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';

interface OpenAlerts {
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly nodes: ReadonlyArray<{ readonly severity: AlertSeverity }>;
}

/** How many alerts are open, and whether one of them is critical, as far as all were read; nothing where none is. */
export function AlertBadge({ alerts }: { alerts: OpenAlerts | null }) {
  if (alerts === null || alerts.total.value === 0) return null;
  const isCritical = alerts.nodes.some(({ severity }) => severity === 'CRITICAL');
  const isSure = isCritical || (alerts.total.exact && alerts.total.value === alerts.nodes.length);
  return (
    <span className={`badge ${isCritical ? 'is-critical' : isSure ? 'is-informational' : ''}`}>
      <TriangleAlert aria-hidden="true" />
      {TEXTS.alerts.badge(tellCount(alerts.total), isCritical)}
    </span>
  );
}
