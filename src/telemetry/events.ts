import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Of the reasons for a refusal so many are logged. */
const MOST_TOLD = 5;

/** Everything that the process tells of itself: one function per event, few labels, no payloads but what was wrong in them. */
export interface Telemetry {
  readonly registry: Registry;
  readonly logger: Logger;
  /** A fault of ours that a caller met; `id` is what the caller was told. */
  fault(id: string, error: unknown): void;
  graphqlAnswered(operation: 'query' | 'mutation' | 'subscription' | 'unknown', seconds: number, failed: boolean): void;
  ingested(connector: string, outcome: 'taken' | 'refused' | 'failed', seconds: number): void;
  /** Why what a tool sent was refused, for its operator: many clients do not show the answer. */
  refused(connector: string, errors: readonly { readonly path: string; readonly message: string }[]): void;
  /** So many that there are a tool left out of what it sent: nothing of these is known here. */
  truncated(connector: string, count: number): void;
  exported(name: string, outcome: ExportOutcome, seconds: number): void;
  /** What an answer or a feed asked of the store, or of what is kept of it in memory. */
  storeCalled(name: string): void;
  socketsOpen(count: number): void;
  /** What other instances write is seen a little later meanwhile. */
  redisAway(reason: string): void;
  subscriptionsOpen(count: number): void;
  /** How many different subscriptions are told live, each to all who have it. */
  feedGroups(count: number): void;
  /** An item was executed, and delivered to so many. */
  feedAnswered(deliveries: number): void;
  /** Who took too little of what waited, or came when there were too many, was told so and closed. */
  connectionClosed(reason: 'away' | 'slow' | 'connections' | 'subscriptions'): void;
  /** What came of posting a message of a webhook. */
  webhookTried(outcome: WebhookOutcome): void;
  position(position: number): void;
}

/** `dead`: it failed for so long that it was given up. */
export type WebhookOutcome = 'taken' | 'failed' | 'dead';

/** `left`: the client went away, or took nothing for too long. */
export type ExportOutcome = 'sent' | 'left' | 'refused' | 'failed';

export function createTelemetry(level: string): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const logger = pino({ level, base: null });
  const registers = [registry];
  const graphql = new Histogram({
    name: 'throughline_graphql_seconds',
    help: 'How long GraphQL requests took.',
    labelNames: ['operation', 'failed'],
    registers,
  });
  const ingest = new Histogram({
    name: 'throughline_ingest_seconds',
    help: 'How long it took to take in what tools sent, until it was durable.',
    labelNames: ['connector', 'outcome'],
    registers,
  });
  const exports = new Histogram({
    name: 'throughline_export_seconds',
    help: 'How long exports took, until the client had taken them or left.',
    labelNames: ['export', 'outcome'],
    registers,
  });
  const faults = new Counter({ name: 'throughline_faults_total', help: 'Faults of ours that callers met.', registers });
  const calls = new Counter({
    name: 'throughline_store_calls_total',
    help: 'What answers and feeds asked of the store, each for all ids at once; the record cache counts as the store.',
    labelNames: ['call'],
    registers,
  });
  const sockets = new Gauge({ name: 'throughline_sockets', help: 'Open WebSockets.', registers });
  const subscriptions = new Gauge({ name: 'throughline_subscriptions', help: 'Open subscriptions.', registers });
  const groups = new Gauge({
    name: 'throughline_feed_groups',
    help: 'Different subscriptions that are told live: what is the same for many is executed once.',
    registers,
  });
  const items = new Counter({ name: 'throughline_feed_items_total', help: 'Items that feeds executed.', registers });
  const deliveries = new Counter({
    name: 'throughline_feed_deliveries_total',
    help: 'Subscriptions that these were sent to.',
    registers,
  });
  const closed = new Counter({
    name: 'throughline_connections_closed_total',
    help: 'Connections of subscribers that were closed, by why.',
    labelNames: ['reason'],
    registers,
  });
  const webhooks = new Counter({
    name: 'throughline_webhook_attempts_total',
    help: 'Messages that this instance posted to webhooks, by what came of it.',
    labelNames: ['outcome'],
    registers,
  });
  const position = new Gauge({ name: 'throughline_log_position', help: 'The log position that reads see.', registers });
  return {
    registry,
    logger,
    fault(id, error) {
      faults.inc();
      logger.error({ id, err: error }, 'fault');
    },
    graphqlAnswered: (operation, seconds, failed) => graphql.observe({ operation, failed: String(failed) }, seconds),
    ingested: (connector, outcome, seconds) => ingest.observe({ connector, outcome }, seconds),
    refused: (connector, errors) => logger.warn({ connector, errors: errors.slice(0, MOST_TOLD) }, 'refused'),
    truncated: (connector, count) => logger.warn({ connector, count }, 'truncated'),
    exported: (name, outcome, seconds) => exports.observe({ export: name, outcome }, seconds),
    storeCalled: (call) => calls.inc({ call }),
    socketsOpen: (count) => sockets.set(count),
    redisAway: (reason) => logger.warn({ reason }, 'redis is away'),
    subscriptionsOpen: (count) => subscriptions.set(count),
    feedGroups: (count) => groups.set(count),
    feedAnswered(count) {
      items.inc();
      deliveries.inc(count);
    },
    connectionClosed: (reason) => closed.inc({ reason }),
    webhookTried: (outcome) => webhooks.inc({ outcome }),
    position: (value) => position.set(value),
  };
}
