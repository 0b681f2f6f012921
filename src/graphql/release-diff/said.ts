import { LIMITS } from '../../domains/kind/arguments.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import type { EntityObject } from '../../domains/kind/entity.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { COMMON_ATTRIBUTES } from '../../kernel/ontology.ts';
import { micros, parseTime, type Micros } from '../../kernel/time.ts';
import type { ReadAt } from '../../store/ports.ts';

/** What follows from its name and its history; and words and labels, which say nothing of what it is made of. */
const NOT_COMPARED = new Set([
  ...['id', 'kind', 'namespace', 'name', 'described', 'createdAt', 'updatedAt', 'retiredAt'],
  ...Object.keys(COMMON_ATTRIBUTES),
]);

/** What sources say of it that is compared. */
export function saidOf(entity: EntityObject): JsonObject {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !NOT_COMPARED.has(name))) as JsonObject;
}

/** By kind: what its parts are called where it is told what changed. */
const PARTS: Readonly<Record<string, string>> = { DATASET: 'fields', FEATURE_VIEW: 'features' };

/**
 * What was said of inputs, and which parts they had, when a run began.
 * @returns in order; null for what was not described by then, or has more parts than are read
 */
export async function saidAtRun(
  inputs: readonly EntityObject[],
  run: EntityObject,
  place: ReadAt,
  context: RequestContext,
): Promise<readonly (JsonObject | null)[]> {
  const at = { ...place, asOf: beganAt(run, place) };
  return Promise.all(
    inputs.map(async ({ id, kind }) => {
      const parts = PARTS[kind];
      const [entity, members] = await Promise.all([
        context.read.entity(id, at),
        parts === undefined
          ? null
          : context.read.related(id, { type: 'CONTAINS', direction: 'out', first: LIMITS.list, after: null }, at),
      ]);
      if (!entity?.['described'] || members?.hasNext) return null;
      if (parts === undefined || members === null) return saidOf(entity);
      const types = members.items.map(({ record: { name, props } }) => {
        return [name.slice(name.indexOf('#') + 1), props['dataType'] ?? null] as const;
      });
      return { ...saidOf(entity), [parts]: Object.fromEntries(types) };
    }),
  );
}

/** Not later than the answer's own moment. */
function beganAt(run: EntityObject, { asOf }: ReadAt): Micros {
  const startedAt = typeof run['startedAt'] === 'string' ? parseTime(run['startedAt']) : null;
  const began = startedAt ?? (run['createdAt'] as Micros);
  return micros(Math.min(began, asOf ?? Infinity));
}
