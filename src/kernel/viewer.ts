import { SEES_ALL, type Visibility } from './visibility.ts';

/**
 * Whom an answer is for: part of every read. What its visibility hides is left out in the walk and in each read.
 * Until there is authentication everybody is the same viewer, who sees all.
 */
export interface Viewer {
  readonly id: string;
  readonly visibility: Visibility;
}

export const EVERYBODY: Viewer = { id: 'everybody', visibility: SEES_ALL };
