import type { Urn } from '../../kernel/urn.ts';

/** What somebody means to do; nothing of it is done. */
export type PlannedChange =
  | { readonly type: 'DROP_FIELD'; readonly of: Urn }
  | { readonly type: 'RENAME_FIELD'; readonly of: Urn; readonly to: Urn }
  | { readonly type: 'RETYPE_FIELD'; readonly of: Urn; readonly dataType: string }
  | { readonly type: 'RETIRE_DATASET'; readonly of: Urn }
  | { readonly type: 'RETIRE_FEATURE'; readonly of: Urn }
  | { readonly type: 'CHANGE_KPI_DEFINITION'; readonly of: Urn; readonly definition: DefinitionChange }
  | {
      readonly type: 'MOVE_DEPLOYMENT';
      readonly of: Urn;
      readonly stage: string | null;
      readonly trafficShare: number | null;
    };

export type ChangeName = PlannedChange['type'];

/** What of a KPI's definition becomes something else; null stays as it is. */
export interface DefinitionChange {
  readonly formula: string | null;
  readonly unit: string | null;
  readonly direction: string | null;
  readonly weight: number | null;
}

/** Whether what it is about is there no more afterwards. */
export function takesAway({ type }: PlannedChange): boolean {
  return type === 'DROP_FIELD' || type === 'RETIRE_DATASET' || type === 'RETIRE_FEATURE';
}
