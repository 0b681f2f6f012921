import neo4j, {
  type BookmarkManager,
  type Driver,
  type Integer,
  type ManagedTransaction,
  type Session,
} from 'neo4j-driver';
import { ThroughlineError } from '../../kernel/errors.ts';

export interface DatabaseOptions {
  /** `neo4j://` for a cluster, `bolt://` for one server; with `+s` where it is encrypted. */
  readonly uri: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** The user's home database where it is left out. */
  readonly database?: string | undefined;
  /** For about how long a failure that may pass is retried, in milliseconds. */
  readonly retryMs?: number | undefined;
}

/** The database can not be used as these options say: which of them is wrong, and how, in one line. */
export class DatabaseRefused extends Error {
  readonly option: 'uri' | 'password' | 'database';

  constructor(option: DatabaseRefused['option'], message: string, cause?: unknown) {
    super(message, { cause });
    this.option = option;
  }
}

/** Makes three attempts in some 3 s. Whoever waits is told then, and may try again: a longer outage is theirs to judge. */
const RETRY_MS = 2_000;

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * One database. Its transactions follow each other's bookmarks: what one wrote, the next one reads, on whatever member
 * of a cluster. Failures that may pass are retried; the rest and those that stayed are thrown.
 */
export class Database implements AsyncDisposable {
  readonly #driver: Driver;
  readonly #options: DatabaseOptions;
  readonly #bookmarks: BookmarkManager = neo4j.bookmarkManager();
  readonly #target: { readonly database?: string };
  #followed: readonly string[] = [];

  constructor(options: DatabaseOptions) {
    const { uri, user, password, database, retryMs = RETRY_MS } = options;
    this.#options = options;
    const auth = password === undefined ? undefined : neo4j.auth.basic(user ?? 'neo4j', password);
    this.#driver = neo4j.driver(uri, auth, {
      // Positions and microseconds are safe integers.
      disableLosslessIntegers: true,
      maxTransactionRetryTime: retryMs,
      connectionTimeout: 3_000,
      fetchSize: 10_000,
      telemetryDisabled: true,
      notificationFilter: { minimumSeverityLevel: 'OFF' },
    });
    this.#target = database === undefined ? {} : { database };
  }

  /** @throws DatabaseRefused where nothing answers, or not to these options */
  async connect(): Promise<void> {
    try {
      await this.#driver.executeQuery('RETURN 1', {}, { ...this.#target, routing: neo4j.routing.READ });
    } catch (error) {
      throw refusal(error, this.#options);
    }
  }

  /** Tries once whether the database answers. @throws UNAVAILABLE */
  async ping(): Promise<void> {
    const session = this.#driver.session({ ...this.#target, defaultAccessMode: neo4j.session.READ });
    try {
      await session.run('RETURN 1');
    } catch (error) {
      throw explained(error);
    } finally {
      await closed(session);
    }
  }

  /** Rows of one query that only reads. @throws UNAVAILABLE where the database can not be reached */
  async read<Row>(cypher: string, parameters: Parameters): Promise<Row[]> {
    try {
      const { records } = await this.#driver.executeQuery(cypher, parameters, {
        ...this.#target,
        routing: neo4j.routing.READ,
        bookmarkManager: this.#bookmarks,
      });
      return records.map((record) => record.toObject() as Row);
    } catch (error) {
      throw explained(error);
    }
  }

  /**
   * Runs the work as one transaction: all of it or nothing. It runs again where a failure may pass, also where it is
   * not known whether the commit came through: so the work must find out by itself what it has done.
   * @throws UNAVAILABLE where the database can not be reached
   */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const session = this.#driver.session({ ...this.#target, bookmarkManager: this.#bookmarks });
    try {
      return await session.executeWrite((managed) => work(new Transaction(managed)));
    } catch (error) {
      throw explained(error);
    } finally {
      await closed(session);
    }
  }

  /** Stand for all that was written and read here. */
  async bookmarks(): Promise<readonly string[]> {
    return [...(await this.#bookmarks.getBookmarks())];
  }

  /** What is read from now on follows these, too: they came from another `Database` of ours, as its newest. */
  async follow(bookmarks: readonly string[]): Promise<void> {
    await this.#bookmarks.updateBookmarks(this.#followed, bookmarks);
    this.#followed = bookmarks;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver.close();
  }
}

export class Transaction {
  readonly #managed: ManagedTransaction;

  constructor(managed: ManagedTransaction) {
    this.#managed = managed;
  }

  /** Queries that are called without awaiting each other travel together and run in order. */
  async run<Row>(cypher: string, parameters: Parameters = {}): Promise<Row[]> {
    const { records } = await this.#managed.run(cypher, parameters);
    return records.map((record) => record.toObject() as Row);
  }
}

/** A whole number, which the driver would else send as a float. */
export function int(value: number): Integer {
  return neo4j.int(value);
}

/** A label, type or property name in Cypher. Names come from the ontology, never from outside. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** What came of the work is known by then: a connection that breaks at the end changes nothing of it. */
async function closed(session: Session): Promise<void> {
  await session.close().catch(() => undefined);
}

/** Codes with which a database ends transactions as it shuts down; nothing of them was written. */
const ENDED = ['Neo.ClientError.Transaction.Terminated', 'Neo.ClientError.Transaction.LockClientStopped'];

function explained(error: unknown): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error;
  if (!neo4j.isRetryableError(error) && !ENDED.includes(error.code)) return error;
  return new ThroughlineError('UNAVAILABLE', 'The store can not be reached; try again.', { cause: error });
}

function refusal(error: unknown, { uri, user = 'neo4j', password }: DatabaseOptions): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error;
  // The driver's first sentence says what failed; what caused it, where that is told, says why.
  const why = /Caused by: (.+)/.exec(error.message)?.[1] ?? error.message.split(/\.(?:\s|$)/)[0];
  if (error.code.startsWith('Neo.ClientError.Security.')) {
    const refused = password === undefined ? 'asks for one' : `does not take it for user ${user}`;
    return new DatabaseRefused('password', `Neo4j at ${uri} ${refused}: ${why}`, error);
  }
  if (error.code === 'Neo.ClientError.Database.DatabaseNotFound') {
    return new DatabaseRefused('database', `Neo4j at ${uri} has none of this name: ${why}`, error);
  }
  return new DatabaseRefused('uri', `no Neo4j answers at ${uri}: ${why}`, error);
}
