import type { GraphQLSchema } from 'graphql';
import type { Services } from '../../domains/services.ts';
import type { Execute } from '../../graphql/index.ts';
import type { Telemetry } from '../../telemetry/events.ts';
import { createAdmit, type Admit } from '../admit.ts';
import { Connections, type FeedLimits } from './connections.ts';
import { createSubscribe, type Subscribe } from './subscribe.ts';

/** What the transports of subscriptions have in common. */
export interface Feeds {
  readonly admit: Admit;
  readonly subscribe: Subscribe;
  readonly connections: Connections;
  readonly telemetry: Telemetry;
}

export function createFeeds(
  schema: GraphQLSchema,
  execute: Execute,
  services: Services,
  limits: FeedLimits,
  telemetry: Telemetry,
): Feeds {
  return {
    admit: createAdmit(schema, services),
    subscribe: createSubscribe(execute, telemetry),
    connections: new Connections(limits),
    telemetry,
  };
}
