import { shareOf, tellRisk } from '../risk.ts';
import { TEXTS } from '../texts.ts';

/** @param most what its bar is as long as the whole for */
export function Risk({ risk, most }: { risk: number; most: number }) {
  return <Bar label={TEXTS.entity.risk(tellRisk(risk))} share={shareOf(risk, most)} />;
}

/** What lies between 0 and 1, as a bar and in figures. */
export function Bar({ label, share }: { label: string; share: number }) {
  return (
    <span className="risk">
      <span className="risk-bar" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      {label}
    </span>
  );
}
