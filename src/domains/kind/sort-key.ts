import type { Json } from '../../kernel/json.ts';
import type { Attributes } from '../../kernel/ontology.ts';
import { isMicros } from '../../kernel/time.ts';

/** Tells the sort keys of a list from what somebody made up: a value for each level of its order, then the id. */
export function sortKeyGuard(
  order: readonly { readonly field: string }[],
  attributes: Attributes,
): (key: Json) => key is readonly Json[] {
  const isTime = order.map(({ field }) => field === 'createdAt' || field === 'updatedAt' || isTimeOf(field));
  function isTimeOf(field: string): boolean {
    return attributes[field]?.type === 'time';
  }
  return (key): key is readonly Json[] =>
    Array.isArray(key) &&
    key.length === order.length + 1 &&
    typeof key.at(-1) === 'string' &&
    key.every(
      (value: Json, level) => isScalar(value) && (typeof value !== 'number' || !isTime[level] || isMicros(value)),
    );
}

function isScalar(value: Json): boolean {
  return typeof value === 'object' ? value === null : typeof value !== 'number' || Number.isFinite(value);
}
