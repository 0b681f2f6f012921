import { tellNumber } from './amount.ts';

/**
 * What a risk is shown against: of a deployment it is a share of 1; of a KPI it has no upper end, so that KPIs compare
 * with the greatest among them.
 */
export function mostRisk(of: 'kpis' | 'deployments', risks: readonly number[]): number {
  return of === 'deployments' ? 1 : Math.max(0, ...risks);
}

/** From 0 to 1. */
export function shareOf(risk: number, most: number): number {
  return most === 0 ? 0 : Math.min(1, risk / most);
}

/** To two digits: more would promise what it does not keep. */
export function tellRisk(risk: number): string {
  return tellNumber(Math.round(risk * 100) / 100);
}
