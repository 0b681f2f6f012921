import { sameJson, type Json, type JsonObject } from './json.ts';
import { SEES_ALL, visibilityOf, type Visibility } from './visibility.ts';

/**
 * Whom an answer is for: part of every read. What its visibility hides is left out in the walk and in each read.
 * Until there is authentication everybody is the same viewer, who sees all.
 */
export interface Viewer {
  readonly id: string;
  readonly visibility: Visibility;
}

export const EVERYBODY: Viewer = { id: 'everybody', visibility: SEES_ALL };

/** As it is kept with what was decided for a viewer. */
export function keptViewer({ id, visibility: { rules, disclosure } }: Viewer): JsonObject {
  return { id, rules: rules as unknown as JsonObject[], disclosure };
}

export function viewerKept(kept: JsonObject): Viewer {
  const { id, rules, disclosure } = kept as unknown as Pick<Viewer, 'id'> & Pick<Visibility, 'rules' | 'disclosure'>;
  return { id, visibility: visibilityOf(rules, disclosure) };
}

/** Whether the same is hidden from both. */
export function seesTheSame(one: Viewer, other: Viewer): boolean {
  return sameJson(one.visibility.rules as unknown as Json, other.visibility.rules as unknown as Json);
}
