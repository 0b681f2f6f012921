import type { IncomingHttpHeaders } from 'node:http';
import { EVERYBODY, type Viewer } from '../kernel/viewer.ts';

/** Who asks. There is no authentication yet, which is why the server stays on loopback: everybody is one viewer. */
export function viewerOf(_headers: IncomingHttpHeaders): Viewer {
  return EVERYBODY;
}
