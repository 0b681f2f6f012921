import { tellNumber } from '../amount.ts';
import { TEXTS } from '../texts.ts';
import { tellTime } from '../time.ts';
import type { KpiDirection, Moment } from '../generated/operations.ts';
import type { ShownEntity } from './entity-page.tsx';

/** Where a KPI stands against its target. */
interface KpiCardProps {
  readonly kpi: Extract<ShownEntity, { definition: unknown }>;
  readonly at: Moment | null;
}

export function KpiCard({ kpi, at }: KpiCardProps) {
  const { definition, current, target } = kpi;
  if (definition === null && current === null && target === null) return null;
  const label = at === null ? TEXTS.kpi.current : TEXTS.kpi.currentThen;
  const unit = definition?.unit ?? '';
  const isOff =
    current !== null &&
    target !== null &&
    target.value !== null &&
    isWorse(current.value, target.value, definition?.direction ?? null);
  return (
    <section aria-label={label} className="kpi-card">
      {current !== null && (
        <div className="kpi-figure">
          <span className="kpi-label">{label}</span>
          <span className={`kpi-value ${isOff ? 'is-off' : ''}`}>
            {tellNumber(current.value)} <small>{unit}</small>
          </span>
          <span className="meta">{tellTime(current.at)}</span>
        </div>
      )}
      <div className="kpi-figure">
        <span className="kpi-label">{TEXTS.kpi.target}</span>
        {target === null || target.value === null ? (
          <span className="is-missing">{TEXTS.kpi.noTarget}</span>
        ) : (
          <span className="kpi-value">
            {tellNumber(target.value)} <small>{unit}</small>
          </span>
        )}
        {definition !== null && definition.direction !== null && (
          <span className="meta">
            {definition.direction === 'HIGHER_IS_BETTER' ? TEXTS.kpi.higher : TEXTS.kpi.lower}
          </span>
        )}
      </div>
      {definition !== null && (
        <div className="kpi-figure is-wide">
          <span className="kpi-label">{TEXTS.kpi.definition}</span>
          <code>{definition.formula ?? '–'}</code>
          <span className="meta">
            {TEXTS.kpi.weight} {tellNumber(definition.weight)}
          </span>
        </div>
      )}
    </section>
  );
}

function isWorse(value: number, target: number, direction: KpiDirection | null): boolean {
  return direction === 'LOWER_IS_BETTER' ? value > target : direction === 'HIGHER_IS_BETTER' && value < target;
}
