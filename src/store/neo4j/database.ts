import neo4j, { type BookmarkManager, type Driver, type Integer, type ManagedTransaction } from 'neo4j-driver';
import { ThroughlineError } from '../../kernel/errors.ts';

export interface DatabaseOptions {
  /** `neo4j://` for a cluster, `bolt://` for one server; with `+s` where it is encrypted. */
  readonly uri: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** The user's home database where it is left out. */
  readonly database?: string | undefined;
  /** How long a failure that may pass is retried, in milliseconds. */
  readonly retryMs?: number | undefined;
}

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * One database. Its transactions follow each other's bookmarks: what one wrote, the next one reads, on whatever member
 * of a cluster. Failures that may pass are retried; the rest and those that stayed are thrown.
 */
export class Database implements AsyncDisposable {
  readonly #driver: Driver;
  readonly #bookmarks: BookmarkManager = neo4j.bookmarkManager();
  readonly #target: { readonly database?: string };

  constructor({ uri, user, password, database, retryMs = 30_000 }: DatabaseOptions) {
    const auth = password === undefined ? undefined : neo4j.auth.basic(user ?? 'neo4j', password);
    this.#driver = neo4j.driver(uri, auth, {
      // Positions and microseconds are safe integers.
      disableLosslessIntegers: true,
      maxTransactionRetryTime: retryMs,
      connectionTimeout: 5_000,
      fetchSize: 10_000,
      telemetryDisabled: true,
      notificationFilter: { minimumSeverityLevel: 'OFF' },
    });
    this.#target = database === undefined ? {} : { database };
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
      await session.close();
    }
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

function explained(error: unknown): unknown {
  if (!(error instanceof Error) || !neo4j.isRetryableError(error)) return error;
  return new ThroughlineError('UNAVAILABLE', 'The store can not be reached; try again.', { cause: error });
}
