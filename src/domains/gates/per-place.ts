import type { Viewer } from '../../kernel/viewer.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';

/** What is kept for as long as a request lives: one for each viewer and place that it reads at. */
export function perPlace<T>(
  create: (at: ReadAt, context: RequestContext) => T,
): (at: ReadAt, context: RequestContext) => T {
  const kept = new WeakMap<RequestContext, WeakMap<Viewer, Map<string, T>>>();
  return (at, context) => {
    const ofRequest = kept.get(context) ?? new WeakMap<Viewer, Map<string, T>>();
    kept.set(context, ofRequest);
    const ofViewer = ofRequest.get(at.viewer) ?? new Map<string, T>();
    ofRequest.set(at.viewer, ofViewer);
    const place = `${at.position} ${at.asOf} ${at.now}`;
    const made = ofViewer.get(place) ?? create(at, context);
    ofViewer.set(place, made);
    return made;
  };
}
