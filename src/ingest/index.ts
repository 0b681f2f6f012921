import type { Connector } from './connector.ts';

/** The connectors that the server mounts. */
export const connectors: readonly Connector[] = [];
