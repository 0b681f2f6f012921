import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isLoopback } from './kernel/loopback.ts';

/** How the process is set up: read once, at the start, from the environment. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where the embedded store lives; locked by its process whatever the store. */
  readonly dataFolder: string;
  readonly seed: 'demo' | 'none';
  /** Null: the embedded store. */
  readonly neo4j: Neo4jConfig | null;
  /** From what lineage is answered: from all relations in memory, or from the store, if it can. */
  readonly traversal: 'memory' | 'store';
  /** Of which domains the graph is served; null: of all. Whether there are such, the graph knows. */
  readonly domains: readonly string[] | null;
  /** Connections on which subscriptions go, of the process. */
  readonly connectionLimit: number;
  /** Operations under way on one of them. */
  readonly subscriptionLimit: number;
  /** Bytes that may wait for a subscriber who takes them slowly. */
  readonly queueLimit: number;
  /** So many hours back a feed can begin. */
  readonly feedRetentionHours: number;
  /** A file of rules by which labels of Alertmanager name entities; null: the rules that come along. */
  readonly alertMapping: string | null;
  /** A folder of operations that the playground lists before those that come along; null: none. */
  readonly operationsFolder: string | null;
  /** Whether this instance takes part in watching and delivering. */
  readonly consumers: 'on' | 'off';
  /** From which the secrets of webhooks are made; null: from what the store keeps. */
  readonly webhookKey: string | null;
  /** Private addresses and subnets that webhooks may post to. */
  readonly webhookAllow: readonly string[];
  /** So long a message of a webhook is tried before it is given up. */
  readonly webhookPatienceMinutes: number;
  /** Bytes of a request body, as sent and as inflated. */
  readonly bodyLimit: number;
  readonly logLevel: LogLevel;
}

export interface Neo4jConfig {
  readonly uri: string;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  /** A Redis by which instances tell each other that one wrote; null: each looks for itself. */
  readonly redisUrl: string | null;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** A setting that can not be: the message is one line that names it. */
export class ConfigError extends Error {}

/** @throws ConfigError for the first setting that is wrong */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const host = env['HOST'] ?? '127.0.0.1';
  const isInsecure = oneOf(env, 'THROUGHLINE_INSECURE', ['0', '1'], '0') === '1';
  if (!isLoopback(host) && !isInsecure) {
    throw new ConfigError(
      `HOST: expected a loopback address, as there is no authentication yet; came ${host} (THROUGHLINE_INSECURE=1 allows it)`,
    );
  }
  const dataFolder = env['THROUGHLINE_DATA'] ?? './.throughline';
  if (dataFolder === '') throw new ConfigError('THROUGHLINE_DATA: expected a folder; came nothing');
  return {
    port: whole(env, 'PORT', 4000, 0, 65_535),
    host,
    dataFolder: resolve(dataFolder),
    seed: oneOf(env, 'THROUGHLINE_SEED', ['demo', 'none'], 'demo'),
    neo4j: readNeo4j(env),
    traversal: oneOf(env, 'THROUGHLINE_TRAVERSAL', ['memory', 'store'], 'memory'),
    domains: readDomains(env['THROUGHLINE_DOMAINS']),
    connectionLimit: whole(env, 'THROUGHLINE_CONNECTION_LIMIT', 20_000, 1, 1_000_000),
    subscriptionLimit: whole(env, 'THROUGHLINE_SUBSCRIPTION_LIMIT', 100, 1, 1_000_000),
    queueLimit: whole(env, 'THROUGHLINE_QUEUE_LIMIT', 1024 * 1024, 1, 1024 ** 3),
    feedRetentionHours: whole(env, 'THROUGHLINE_FEED_RETENTION_HOURS', 168, 0, 87_600),
    alertMapping: readPath(env, 'THROUGHLINE_ALERT_MAPPING', 'a file'),
    operationsFolder: readPath(env, 'THROUGHLINE_OPERATIONS', 'a folder'),
    consumers: oneOf(env, 'THROUGHLINE_CONSUMERS', ['on', 'off'], 'on'),
    webhookKey: readText(env, 'THROUGHLINE_WEBHOOK_KEY'),
    webhookAllow: readAddresses(env['THROUGHLINE_WEBHOOK_ALLOW']),
    webhookPatienceMinutes: whole(env, 'THROUGHLINE_WEBHOOK_PATIENCE_MINUTES', 1_440, 0, 43_200),
    bodyLimit: whole(env, 'THROUGHLINE_BODY_LIMIT', 10 * 1024 * 1024, 1, 1024 ** 3),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'warn'),
  };
}

function readNeo4j(env: Readonly<Record<string, string | undefined>>): Neo4jConfig | null {
  const uri = env['NEO4J_URI'];
  if (uri === undefined) {
    const lone = ['NEO4J_USER', 'NEO4J_PASSWORD', 'NEO4J_DATABASE', 'THROUGHLINE_REDIS_URL'].find(
      (name) => env[name] !== undefined,
    );
    if (lone !== undefined) throw new ConfigError(`${lone}: given without NEO4J_URI, which says where Neo4j is`);
    return null;
  }
  if (!/^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^/\s]+$/.test(uri) || !URL.canParse(uri)) {
    throw new ConfigError(`NEO4J_URI: expected neo4j://host:port or bolt://host:port; came ${JSON.stringify(uri)}`);
  }
  const empty = ['NEO4J_USER', 'NEO4J_DATABASE'].find((name) => env[name] === '');
  if (empty !== undefined) throw new ConfigError(`${empty}: expected a name, or not to be set at all; came nothing`);
  if (env['NEO4J_DATABASE']?.toLowerCase() === 'system') {
    throw new ConfigError('NEO4J_DATABASE: expected one for data; came system, in which Neo4j keeps its own');
  }
  const [user, password] = [env['NEO4J_USER'] ?? null, env['NEO4J_PASSWORD'] ?? null];
  if (user !== null && password === null)
    throw new ConfigError('NEO4J_PASSWORD: expected one beside NEO4J_USER; came nothing');
  return {
    uri,
    user,
    password,
    database: env['NEO4J_DATABASE'] ?? null,
    redisUrl: readRedis(env['THROUGHLINE_REDIS_URL']),
  };
}

function readRedis(url: string | undefined): string | null {
  if (url === undefined) return null;
  if (/^rediss?:\/\/[^/\s]+/.test(url) && URL.canParse(url)) return url;
  // It may have a password in it.
  throw new ConfigError('THROUGHLINE_REDIS_URL: expected redis://host:port; came what is none');
}

function readText(env: Readonly<Record<string, string | undefined>>, name: string, what = 'a text'): string | null {
  const text = env[name];
  if (text === '') throw new ConfigError(`${name}: expected ${what}, or not to be set at all; came nothing`);
  return text ?? null;
}

function readPath(env: Readonly<Record<string, string | undefined>>, name: string, what: string): string | null {
  const text = readText(env, name, what);
  return text === null ? null : resolve(text);
}

function readAddresses(text: string | undefined): readonly string[] {
  const addresses = (text ?? '').split(',').map((each) => each.trim());
  for (const each of addresses.filter(Boolean)) {
    const [address = '', bits] = each.split('/');
    const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
    if (most > 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most))) continue;
    throw new ConfigError(
      `THROUGHLINE_WEBHOOK_ALLOW: expected addresses or subnets as 10.0.0.0/8, by commas; came ${each}`,
    );
  }
  return addresses.filter(Boolean);
}

function readDomains(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const domains = text.split(',').map((name) => name.trim());
  if (!domains.includes('')) return domains;
  throw new ConfigError(
    `THROUGHLINE_DOMAINS: expected names with commas between them, or not to be set at all; came ${JSON.stringify(text)}`,
  );
}

function whole(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = env[name];
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new ConfigError(`${name}: expected a whole number from ${least} to ${most}; came ${JSON.stringify(text)}`);
}

function oneOf<T extends string>(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  values: readonly T[],
  fallback: T,
): T {
  const text = env[name] ?? fallback;
  const found = values.find((value) => value === text);
  if (found === undefined)
    throw new ConfigError(`${name}: expected ${values.join(', ')}; came ${JSON.stringify(text)}`);
  return found;
}
