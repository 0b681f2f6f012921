import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { AlertPartsFragment, EntityNameFragment } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';
import { EntityLink } from './entity-link.tsx';

export type ShownAlert = AlertPartsFragment & { readonly entity?: EntityNameFragment | null };

export function AlertList({ alerts }: { alerts: readonly ShownAlert[] }) {
  return (
    <ul className="alerts">
      {alerts.map((alert) => (
        <li key={alert.id} className={`alert ${toneOf(alert)}`}>
          <AlertIcon alert={alert} />
          <div className="alert-body">
            <p className="alert-title">{alert.title}</p>
            {alert.description !== null && <p className="alert-description">{alert.description}</p>}
            {alert.entity !== undefined && alert.entity !== null && <EntityLink entity={alert.entity} />}
            <p className="meta">
              <span>{TEXTS.alerts.severity[alert.severity]}</span>
              <span>{TEXTS.alerts.state[alert.state]}</span>
              <span>
                {alert.endsAt === null
                  ? TEXTS.alerts.since(tellTime(alert.startsAt))
                  : TEXTS.alerts.span(tellTime(alert.startsAt), tellTime(alert.endsAt))}
              </span>
              <span>{TEXTS.alerts.source(alert.source)}</span>
              {alert.raised > 1 && <span>{TEXTS.alerts.raised(alert.raised)}</span>}
            </p>
            {alert.note !== null && <p className="alert-note">{alert.note}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function AlertIcon({ alert }: { alert: ShownAlert }) {
  if (alert.state === 'RESOLVED') return <CircleCheck aria-hidden="true" />;
  return alert.severity === 'CRITICAL' ? <TriangleAlert aria-hidden="true" /> : <Info aria-hidden="true" />;
}

function toneOf({ state, severity }: ShownAlert): string {
  if (state === 'RESOLVED') return 'is-resolved';
  return severity === 'CRITICAL' ? 'is-critical' : 'is-informational';
}
