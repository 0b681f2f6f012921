import type { Connector } from './connector.ts';
import { openLineage } from './openlineage/index.ts';

/** The connectors that the server mounts. */
export const connectors: readonly Connector[] = [openLineage];
