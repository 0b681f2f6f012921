import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { ThroughlineError } from '../../kernel/errors.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import { SEES_ALL, seesAll, sightOf } from '../../kernel/visibility.ts';

/** SQLite's result code where there is no room for what is written. */
const SQLITE_FULL = 13;

/** One connection, with its statements prepared once. */
export class Connection implements Disposable {
  readonly database: DatabaseSyncInstance;
  readonly #statements = new Map<string, StatementSyncInstance>();
  /** Of the viewer for whom is read. */
  #sight = sightOf(SEES_ALL);

  constructor(folder: string, options: { readOnly: boolean }) {
    mkdirSync(folder, { recursive: true });
    this.database = new DatabaseSync(join(folder, 'graph.sqlite'), { readOnly: options.readOnly, timeout: 5_000 });
    const pragmas = options.readOnly
      ? ['mmap_size = 268435456', 'cache_size = -65536']
      : // FULL: what is acknowledged must outlive a loss of power, too.
        ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -65536', 'temp_store = MEMORY'];
    for (const pragma of pragmas) this.database.exec(`PRAGMA ${pragma}`);
    this.database.function('is_seen', (urn: Urn | null) => Number(urn === null || this.#sight(urn) === 'SHOW'));
  }

  run(sql: string, ...values: SqlValue[]): void {
    this.#statement(sql).run(...values);
  }

  /** Rows with columns in order, as the statement names them. */
  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Rows as lists of their columns: half the work of objects where there are very many. */
  tuples<Row extends readonly SqlValue[]>(sql: string, ...values: SqlValue[]): Row[] {
    const statement = this.#statement(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as Row[];
  }

  get<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /**
   * Runs the work as one transaction: all of it or nothing. Never across an await.
   * @throws UNAVAILABLE where the disk is full
   */
  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk and the like have ended it already.
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      if ((error as { errcode?: number }).errcode !== SQLITE_FULL) throw error;
      throw new ThroughlineError('UNAVAILABLE', 'The disk of the store is full; nothing was written.', {
        cause: error,
      });
    }
  }

  /**
   * That the viewer sees the entity of this URN, if there is one: one more condition for what is read next. Empty where
   * the viewer sees all.
   */
  seenBy({ visibility }: Viewer, urn: string): string {
    if (seesAll(visibility)) return '';
    this.#sight = sightOf(visibility);
    return `AND is_seen(${urn})`;
  }

  /** Reads that must see one state of the store. */
  snapshot<T>(work: () => T): T {
    this.database.exec('BEGIN');
    try {
      return work();
    } finally {
      this.database.exec('COMMIT');
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.database.close();
  }

  #statement(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

export type SqlValue = string | number | null;

/** Placeholders for a list bound as one JSON text: any length, one statement. */
export function inJson(column: string): string {
  return `${column} IN (SELECT value FROM json_each(?))`;
}
