import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { ConfigError, type Config } from './config.ts';
import { ontology } from './domains/index.ts';
import type { Services } from './domains/services.ts';
import {
  buildGraph,
  createExecutor,
  createSubgraph,
  domainsOf,
  domainsProblem,
  type Subgraph,
} from './graphql/index.ts';
import { mountConnector } from './ingest/route.ts';
import { connectorsWith, DEFAULT_RULES, parseRules, type LabelRule } from './ingest/index.ts';
import { systemClock } from './kernel/clock.ts';
import type { Json } from './kernel/json.ts';
import { behind } from './kernel/moment.ts';
import { createOwner, type Owner } from './kernel/owner.ts';
import { createAliases } from './lineage/memory/identity.ts';
import { createSchedules } from './lineage/memory/staleness.ts';
import { createMemoryTraversal } from './lineage/memory/traversal.ts';
import { followNames } from './lineage/store/follow-names.ts';
import { createStoreTraversal } from './lineage/store/traversal.ts';
import { createChangeFeed } from './live/change-feed.ts';
import { runConsumers } from './live/consumers.ts';
import { createEvaluator } from './live/evaluator.ts';
import { loadOperations, loadTheirOperations, OPERATIONS, type Loaded } from './playground/operations.ts';
import { createReader } from './projections/reader.ts';
import { createRecordCache } from './projections/record-cache.ts';
import { openSearchIndex } from './projections/search/index.ts';
import { openTopology, type OpenTopology } from './projections/topology/open-topology.ts';
import { lockFolder } from './server/data-folder.ts';
import { mountExport } from './server/export.ts';
import { mountGraphql } from './server/graphql.ts';
import { mountHealth } from './server/health.ts';
import { mountEventStream } from './server/event-stream.ts';
import { createExplorer } from './server/explorer.ts';
import { createFeeds } from './server/feeds/feeds.ts';
import { createHttp, listen } from './server/http.ts';
import { mountPlayground } from './server/playground.ts';
import { mountWebSocket } from './server/websocket.ts';
import { mountWhatIf } from './server/what-if.ts';
import { countedStore } from './store/counted.ts';
import { openEmbeddedStore } from './store/embedded/index.ts';
import { DatabaseRefused, openNeo4jStore } from './store/neo4j/index.ts';
import { createWriter } from './store/group-commit.ts';
import type { Store } from './store/ports.ts';
import { createTelemetry, type Telemetry } from './telemetry/events.ts';
import { createProgress } from './telemetry/progress.ts';
import {
  createAddressRule,
  createDelivery,
  createPoster,
  createWebhookPolicy,
  keptWebhookKey,
} from './webhooks/index.ts';
import { seedDemo } from './seed.ts';

const MICROS_A_MINUTE = 60_000_000;

export interface Throughline extends AsyncDisposable {
  /** Where it answers: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly services: Services;
}

/**
 * Starts everything and says where it answers. What it opened it closes again, in reverse order, also when a part fails.
 * @param say is told in one line now and then how far a long start has come, and what was left out at it
 */
export async function startThroughline(config: Config, say: (line: string) => void = () => {}): Promise<Throughline> {
  const graph = buildGraph();
  const { shown, served } = subgraphOf(graph, config);
  const connectors = connectorsWith(rulesIn(config));
  const saved = savedOperations(config, shown);
  for (const { file, problem } of saved.leftOut) say(`THROUGHLINE_OPERATIONS: ${file} is left out; ${problem}`);
  const owned = createOwner();
  try {
    const telemetry = createTelemetry(config.logLevel);
    owned.use(lockFolder(config.dataFolder));
    const store = owned.use(await openStore(config, telemetry));
    const progress = createProgress(say);
    const onError = (error: unknown) => telemetry.fault(crypto.randomUUID(), error);
    const kept = (name: string) => join(config.dataFolder, name);
    const lineage = await openLineage(config, store, owned, {
      file: kept('topology.kept'),
      onRows: progress.of('relations'),
      onError,
    });
    const search = owned.use(
      await openSearchIndex({
        store,
        ontology,
        file: kept('search.sqlite'),
        onEntities: progress.of('entities to search'),
      }),
    );
    const records = createRecordCache(store.graph);
    const reader = owned.use(await createReader(store, [lineage.projection, search, records], onError));
    // From here on rows come of what is written.
    progress.over();
    await lineage.keep();
    const writer = owned.use(createWriter(store, (position) => reader.catchUp(position)));
    const asked = countedStore(
      { ...store, graph: { ...store.graph, records: records.records } },
      telemetry.storeCalled,
    );
    const feed = createChangeFeed(asked, reader);
    // Nobody else has an embedded store, so that what a process left that was killed is free at once.
    const holder = config.neo4j === null ? 'embedded' : crypto.randomUUID();
    const key = config.webhookKey ?? (await keptWebhookKey(store.consumers, holder));
    const isAllowed = createAddressRule(config.webhookAllow);
    const services: Services = {
      ontology,
      store: asked,
      writer,
      reader,
      traversal: lineage.traversal,
      aliases: lineage.aliases,
      schedules: createSchedules(lineage.projection.topology),
      search,
      feed,
      clock: systemClock,
      feedRetention: config.feedRetentionHours * 60 * MICROS_A_MINUTE,
      webhooks: createWebhookPolicy(key, isAllowed),
    };
    if (config.seed === 'demo') await seedDemo(services);

    // What these ask of the store is no part of any answer.
    const quiet = { ...services, store, feed: createChangeFeed(store, reader) };
    const { position } = reader.head();
    const evaluator = createEvaluator(quiet, behind(position), onError);
    const executeAll = createExecutor(graph);
    const delivering = {
      graph: { schema: graph, execute: executeAll, services: quiet },
      poster: owned.use(createPoster(isAllowed)),
      patience: config.webhookPatienceMinutes * MICROS_A_MINUTE,
      told: telemetry.webhookTried,
      onFault: onError,
    };
    const delivery = createDelivery(delivering);
    if (config.consumers === 'on') {
      owned.use(runConsumers(store.consumers, holder, async () => [evaluator, ...(await delivery())], onError));
    }

    let draining = false;
    const execute = createExecutor(served, shown);
    const explorer = createExplorer();
    const app = createHttp(config, telemetry, explorer.answersPath);
    owned.defer(() => app.close());
    mountHealth(app, services, telemetry, () => draining);
    for (const connector of connectors) mountConnector(app, connector, services, telemetry, config.bodyLimit);
    mountExport(app, services, telemetry);
    mountWhatIf(app, graph, executeAll, services, telemetry);
    mountPlayground(app, saved);
    explorer.mount(app);
    const feeds = createFeeds(served, execute, services, config, telemetry);
    const streams = mountEventStream(app, feeds);
    const graphql = await mountGraphql(app, served, execute, services, telemetry);
    owned.defer(() => graphql.stop());
    await listen(app, config);
    owned.use(streams);
    owned.use(mountWebSocket(app.server, feeds, execute, config.host));
    owned.defer(() => {
      draining = true;
    });
    return {
      url: urlOf(app.server.address() as AddressInfo),
      services,
      [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
    };
  } catch (error) {
    // Why it did not start is what counts, whatever does not close behind it.
    await Promise.resolve(owned[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
}

/** How labels of alerts name entities. */
function rulesIn({ alertMapping }: Config): readonly LabelRule[] {
  if (alertMapping === null) return DEFAULT_RULES;
  try {
    return parseRules(JSON.parse(readFileSync(alertMapping, 'utf8')) as Json, ontology);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`THROUGHLINE_ALERT_MAPPING: expected a file of rules in ${alertMapping}; ${why}`, {
      cause: error,
    });
  }
}

/** What the playground lists: a team's own first. */
function savedOperations({ operationsFolder }: Config, schema: GraphQLSchema): Loaded {
  const ours = loadOperations(OPERATIONS);
  if (operationsFolder === null) return { operations: ours, leftOut: [] };
  try {
    const theirs = loadTheirOperations(operationsFolder, schema, ours);
    return { operations: [...theirs.operations, ...ours], leftOut: theirs.leftOut };
  } catch (error) {
    throw new ConfigError(`THROUGHLINE_OPERATIONS: expected a folder; ${(error as Error).message}`, { cause: error });
  }
}

/** What of the graph is answered over GraphQL. */
function subgraphOf(graph: GraphQLSchema, { domains }: Config): Subgraph {
  const wanted = new Set(domains ?? domainsOf(graph));
  const problem = domainsProblem(graph, wanted);
  if (problem !== null) throw new ConfigError(`THROUGHLINE_DOMAINS: ${problem}`);
  return createSubgraph(graph, wanted);
}

/** What answers lineage, and what of it follows the log in memory: all relations, or which names are one thing. */
async function openLineage(
  { traversal }: Config,
  store: Store,
  owned: Owner,
  setting: Pick<OpenTopology, 'file' | 'onRows' | 'onError'>,
) {
  if (traversal === 'memory') {
    const projection = owned.use(await openTopology({ store, ontology, ...setting }));
    const { topology } = projection;
    return {
      projection,
      keep: () => projection.keep(),
      aliases: createAliases(topology),
      traversal: createMemoryTraversal(topology),
    };
  }
  const { lookup } = store.graph;
  if (lookup === undefined) {
    throw new ConfigError(
      'THROUGHLINE_TRAVERSAL: expected memory with the embedded store, or NEO4J_URI too; came store',
    );
  }
  const projection = followNames(store.graph, lookup, ontology);
  const aliases = createAliases(projection.topology);
  return {
    projection,
    // It is read anew at each start.
    keep: async () => {},
    aliases,
    traversal: createStoreTraversal({ lookup, ontology, aliases, lender: projection.topology }),
  };
}

async function openStore({ dataFolder, neo4j }: Config, telemetry: Telemetry): Promise<Store> {
  if (neo4j !== null) {
    const { uri, user, password, database, redisUrl } = neo4j;
    try {
      return await openNeo4jStore({
        ...{ uri, ontology },
        ...(user === null ? {} : { user }),
        ...(password === null ? {} : { password }),
        ...(database === null ? {} : { database }),
        ...(redisUrl === null ? {} : { nudges: { url: redisUrl, onAway: telemetry.redisAway } }),
      });
    } catch (error) {
      if (!(error instanceof DatabaseRefused)) throw error;
      throw new ConfigError(`NEO4J_${error.option.toUpperCase()}: ${error.message}`, { cause: error });
    }
  }
  const folder = join(dataFolder, 'embedded');
  return openEmbeddedStore({ folder, ontology }).catch((error: unknown) => {
    const [why] = (error as Error).message.split('\n');
    throw new ConfigError(`THROUGHLINE_DATA: expected a store that can be opened in ${folder}; ${why}`, {
      cause: error,
    });
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
