import { gatewayConfig as ours } from '../../src/cli/gateway/config.ts';

/** Ours, but that it subscribes to the subgraphs by graphql-ws, in place of GET with Accept: text/event-stream. */
export const gatewayConfig = {
  ...ours,
  transportEntries: { '*.http': { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
};
