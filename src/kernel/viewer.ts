/**
 * Whom an answer is for: part of every read, so that policy can later leave things out in the walk and in each store.
 * Until there is authentication everybody is the same viewer, who sees all.
 */
export interface Viewer {
  readonly id: string;
}

export const EVERYBODY: Viewer = { id: 'everybody' };
