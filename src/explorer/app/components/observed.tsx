import type { ReactNode } from 'react';
import { tellCount } from '../amount.ts';
import { Notice } from './states.tsx';
import type { KpiObservationsQuery } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';

type Kpi = Extract<NonNullable<KpiObservationsQuery['entity']>, { observations: unknown }>;

/** A KPI, or what of one is read, with its values. */
export type Observed = Kpi & { readonly observations: NonNullable<Kpi['observations']> };

/** Null where there is none, and where no value was recorded. */
export function observedIn({ entity }: KpiObservationsQuery): Observed | null {
  if (entity === null || !('observations' in entity)) return null;
  const { observations } = entity;
  return observations === null || observations.nodes.length === 0 ? null : { ...entity, observations };
}

/** Says that there are more values than are shown, and how to see them. */
export function Cut({ kpi, children }: { kpi: Observed; children?: ReactNode }) {
  const { nodes, total, pageInfo } = kpi.observations;
  if (!pageInfo.hasNextPage) return null;
  return (
    <Notice tone="warning">
      {TEXTS.kpi.truncated(nodes.length, tellCount(total))} {children}
    </Notice>
  );
}
