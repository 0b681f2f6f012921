import type { RequestContext } from '../../domains/kind/context.ts';
import { definitionInForce } from '../../domains/kpis/index.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Fork } from '../../lineage/traversal.ts';
import type { PlannedChange } from '../../lineage/what-if/change.ts';
import { retyping, type Retyping } from '../../lineage/what-if/data-types.ts';
import { entityAt, type Standing } from '../standing.ts';
import { releasesOf, type ReleaseInForce } from './releases.ts';

type ChangeOf<Type extends PlannedChange['type']> = Extract<PlannedChange, { type: Type }>;

/** A change with what is there now, and what would be in its place. */
export type Supposed =
  | { readonly change: ChangeOf<'DROP_FIELD' | 'RENAME_FIELD' | 'RETIRE_DATASET' | 'RETIRE_FEATURE'> }
  | {
      readonly change: ChangeOf<'RETYPE_FIELD'>;
      /** Null: nobody said. */
      readonly dataType: string | null;
      readonly retyped: Retyping | null;
    }
  | {
      readonly change: ChangeOf<'CHANGE_KPI_DEFINITION'>;
      /** Before: null where no definition is in force. */
      readonly definition: { readonly before: Definition | null; readonly after: Definition };
    }
  | {
      readonly change: ChangeOf<'MOVE_DEPLOYMENT'>;
      readonly releases: readonly ReleaseInForce[];
      /** How much of what it answers reaches the business. */
      readonly share: { readonly before: number; readonly after: number };
    };

/** A KPI's definition, as far as it says what the KPI means. */
export interface Definition {
  readonly formula: string | null;
  readonly unit: string | null;
  readonly direction: string | null;
  readonly weight: number;
}

export async function suppose(change: PlannedChange, standing: Standing, context: RequestContext): Promise<Supposed> {
  switch (change.type) {
    case 'RETYPE_FIELD': {
      const dataType = ((await entityAt(change.of, standing.place, context))['dataType'] ?? null) as string | null;
      return { change, dataType, retyped: dataType === null ? null : retyping(dataType, change.dataType) };
    }
    case 'CHANGE_KPI_DEFINITION':
      return { change, definition: await definitionOf(change, standing, context) };
    case 'MOVE_DEPLOYMENT': {
      const { of, stage, trafficShare } = change;
      const moved = new Map([[of, { stage, trafficShare }]]);
      const [releases, before, after] = await Promise.all([
        releasesOf(of, standing, context),
        shareOf(of, undefined, standing, context),
        shareOf(of, { moved }, standing, context),
      ]);
      return { change, releases, share: { before, after } };
    }
    default:
      return { change };
  }
}

async function definitionOf(
  { of, definition }: ChangeOf<'CHANGE_KPI_DEFINITION'>,
  { place, at }: Standing,
  context: RequestContext,
): Promise<{ before: Definition | null; after: Definition }> {
  const inForce = definitionInForce(await entityAt(of, place, context), at.asOf);
  const before = inForce === null ? null : told(inForce);
  const { formula, unit, direction, weight } = definition;
  return {
    before,
    after: {
      formula: formula ?? before?.formula ?? null,
      unit: unit ?? before?.unit ?? null,
      direction: direction ?? before?.direction ?? null,
      weight: weight ?? before?.weight ?? 1,
    },
  };
}

function told({ formula, unit, direction, weight }: Partial<Definition> & Pick<Definition, 'weight'>): Definition {
  return { formula: formula ?? null, unit: unit ?? null, direction: direction ?? null, weight };
}

/** As a walk counts it that begins there. */
async function shareOf(
  deployment: Urn,
  fork: Fork | undefined,
  { at }: Standing,
  { services }: RequestContext,
): Promise<number> {
  const query = { of: deployment, nodes: 1, ...(fork === undefined ? {} : { fork }) };
  const { nodes } = await services.traversal.origins(query, at);
  return nodes[0]?.stageShare ?? 1;
}
