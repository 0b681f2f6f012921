import { TriangleAlert } from 'lucide-react';
import { tellCount } from '../amount.ts';
import type { AlertSeverity } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';

interface OpenAlerts {
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly nodes: ReadonlyArray<{ readonly severity: AlertSeverity }>;
}

/** How many alerts are open; nothing where none is. */
export function AlertBadge({ alerts }: { alerts: OpenAlerts | null }) {
  if (alerts === null || alerts.total.value === 0) return null;
  const isCritical = alerts.nodes.some(({ severity }) => severity === 'CRITICAL');
  return (
    <span className={`badge ${isCritical ? 'is-critical' : 'is-informational'}`}>
      <TriangleAlert aria-hidden="true" />
      {TEXTS.alerts.badge(tellCount(alerts.total), isCritical)}
    </span>
  );
}
