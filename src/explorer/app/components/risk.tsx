import { tellNumber } from '../amount.ts';
import { TEXTS } from '../texts.ts';

/** A risk has no upper end: its bar is as long as it is against the greatest here. */
export function Risk({ risk, most }: { risk: number; most: number }) {
  return <Bar label={TEXTS.entity.risk(tellRisk(risk))} share={most === 0 ? 0 : risk / most} />;
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

/** To two digits: more would promise what it does not keep. */
export function tellRisk(risk: number): string {
  return tellNumber(Math.round(risk * 100) / 100);
}
