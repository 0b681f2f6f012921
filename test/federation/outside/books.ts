/** What the team that pays for machines knows. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface Bill {
  readonly id: string;
  readonly cost: Money;
  /** The URN of the model version that was trained for it. */
  readonly trained: string;
}

const euros = (amount: number): Money => ({ amount, currency: 'EUR' });

/** A month of each, by URN; nobody has counted what is not here. */
export const COSTS: ReadonlyMap<string, Money> = new Map([
  ['urn:throughline:deployment:k8s%3A%2F%2Fprod:churn-desk', euros(310)],
  ['urn:throughline:deployment:k8s%3A%2F%2Fprod:churn-scoring', euros(1840.5)],
  ['urn:throughline:deployment:k8s%3A%2F%2Fprod:fraud-scorer', euros(6200)],
  ['urn:throughline:business-kpi:growth:churned-customers', euros(95)],
  ['urn:throughline:business-kpi:growth:customer-retention', euros(120.25)],
]);

export const BILLS: readonly Bill[] = [
  { id: '2026-09', cost: euros(480), trained: 'urn:throughline:model-version:mlflow:churn%404' },
  { id: '2026-10', cost: euros(512.4), trained: 'urn:throughline:model-version:mlflow:churn%405' },
  { id: '2026-11', cost: euros(77), trained: 'urn:throughline:model-version:mlflow:lost%401' },
];
