import { createSourceEventStream, GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { viewerOf, type Alert, type WebhookRecord } from '../domains/alerts/index.ts';
import type { Services } from '../domains/services.ts';
import { createContext, type Execute, type Feed } from '../graphql/index.ts';
import { formatFeedPosition } from '../kernel/cursor.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { FeedPosition } from '../kernel/moment.ts';
import { formatTime, type Micros } from '../kernel/time.ts';

/** What a message tells: the subscription that anybody could have, so that both tell the same. */
const DOCUMENT = parse(`
  subscription ($scopes: [ID!], $filter: AlertFilter, $after: LogPosition) {
    alerts(scopes: $scopes, filter: $filter, after: $after) {
      __typename
      ... on FeedGap { from resumesAt reason }
      ... on AlertEvent {
        position type at
        alert {
          id key source severity reason title description labels details state startsAt endsAt raised note feedback
          entity { id kind namespace name owners { id kind name } }
        }
        via { length nodes { id kind name } }
      }
    }
  }
`);

/** What answers the graph, for whoever has no request. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly execute: Execute;
  readonly services: Services;
}

/** Something that a webhook is told. */
export interface Item {
  /** Makes it, one at a time. @throws what keeps it from being told */
  told(): Promise<JsonObject>;
  /** As much of it as can be told in any case. */
  readonly bare: JsonObject;
}

/** What a webhook is told, stretch by stretch of the log. */
export interface Source {
  /** All up to there has been given. */
  readonly place: FeedPosition;
  /** The items of the next stretch, maybe none; null once it is closed. */
  next(): Promise<readonly Item[] | null>;
  close(): void;
}

/** What the subscription delivers but for FeedStart, before GraphQL makes an answer of it. */
type Happened =
  | { readonly from: string; readonly resumesAt: string; readonly reason: string }
  | {
      readonly position: string;
      readonly type: string;
      readonly at: Micros;
      readonly alert: Pick<Alert, 'id' | 'key'>;
    };

/** @throws what the subscription is refused with */
export async function openSource(webhook: WebhookRecord, place: FeedPosition, graph: Graph): Promise<Source> {
  const { schema, execute, services } = graph;
  const { scopes, filter } = webhook.props;
  const after = formatFeedPosition(place);
  const contextValue = createContext(services, viewerOf(webhook));
  const args = { schema, document: DOCUMENT, variableValues: { scopes, filter, after }, contextValue };
  const feed = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in feed)) throw faultOf(feed.errors ?? []);
  const { opening, open } = feed as unknown as Feed;
  const source = await open();

  async function told(item: Happened): Promise<JsonObject> {
    const { data, errors } = await execute({ ...args, rootValue: item });
    if (errors !== undefined) throw faultOf(errors);
    return (data as { alerts: JsonObject }).alerts;
  }

  const itemOf = (item: Happened): Item => ({ told: () => told(item), bare: bareOf(item) });
  let waiting = (opening as readonly Happened[]).filter((item) => 'reason' in item);
  return {
    get place() {
      return source.place;
    },
    async next() {
      const items = waiting.length > 0 ? waiting : ((await source.next()) as readonly Happened[] | null);
      waiting = [];
      return items && items.map(itemOf);
    },
    close: () => source.close(),
  };
}

function bareOf(item: Happened): JsonObject {
  if ('reason' in item) return { __typename: 'FeedGap', ...item };
  const { position, type, at, alert } = item;
  return { position, type, at: formatTime(at), alert: { id: alert.id, key: alert.key } };
}

/** What lies behind what GraphQL tells of it. */
function faultOf(errors: readonly GraphQLError[]): Error {
  const [error = new GraphQLError('the feed did not begin')] = errors;
  return error.originalError ?? error;
}
