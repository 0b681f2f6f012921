import type { RequestContext } from '../domains/kind/context.ts';
import { nowFor } from '../domains/kind/moment.ts';
import type { Services } from '../domains/services.ts';
import type { Viewer } from '../kernel/viewer.ts';
import { createLoaders } from './loaders.ts';

/** A context for one request, pinned to what this instance has reached now. */
export function createContext(services: Services, viewer: Viewer): RequestContext {
  const { position } = services.reader.head();
  const now = nowFor(services);
  return {
    services,
    viewer,
    at: { position, asOf: null, now, viewer },
    read: createLoaders(services),
    position,
    now,
  };
}
