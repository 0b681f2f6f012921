import type { WriteSet } from '../claims/write-set.ts';
import { leaseOf, statesOf, type ConsumerRow } from '../consumers.ts';
import type { ConsumerStore, Lease } from '../ports.ts';
import { int, type Database, type Parameters, type Transaction } from './database.ts';
import { forEachRow, type Statement } from './statement.ts';

/** Each statement takes its nodes' locks before it looks at them, in order of name, so that no two wait for each other. */
const LOCKED = 'MATCH (c:TlConsumer {name: row.name}) SET c.locked = true WITH row, c';
const COLUMNS = 'c.name AS name, c.token AS token, c.position AS position, c.ordinal AS ordinal, c.state AS state';

/** Whoever has it goes on under its token; whoever takes it over gets the next. The clock is the database's. */
const LEASE = `
  UNWIND $rows AS row
  MERGE (c:TlConsumer {name: row.name})
    ON CREATE SET c.token = 0, c.until = 0, c.position = row.position, c.ordinal = row.ordinal, c.state = '{}'
  SET c.locked = true
  WITH c, datetime.realtime().epochMillis AS now
  WHERE c.holder IS NULL OR c.holder = $holder OR c.until < now
  SET c.token = CASE WHEN c.holder = $holder THEN c.token ELSE c.token + 1 END, c.until = now + $forMs, c.holder = $holder
  RETURN ${COLUMNS}`;

const MOVE = `${LOCKED} WHERE c.token = row.token SET c.position = row.position, c.ordinal = row.ordinal, c.state = row.state`;

export function createConsumers(database: Database): ConsumerStore {
  return {
    async lease(wanted, holder, forMs) {
      const rows = byName(wanted).map(({ name, begin }) => ({ name, ...placeRow(begin) }));
      const held = await database.write((transaction) =>
        transaction.run<ConsumerRow>(LEASE, { rows, holder, forMs: int(forMs) }),
      );
      const leases = new Map(held.map((row) => [row.name, leaseOf(row)]));
      return wanted.map(({ name }) => leases.get(name) ?? null);
    },
    async move(steps) {
      const moved = await database.write((transaction) =>
        transaction.run<{ name: string }>(`UNWIND $rows AS row ${MOVE} RETURN c.name AS name`, {
          rows: byName(steps).map(stepRow),
        }),
      );
      const names = new Set(moved.map(({ name }) => name));
      return steps.map(({ name }) => names.has(name));
    },
    async release(leases) {
      const rows = byName(leases).map(({ name, token }) => ({ name, token: int(token) }));
      await database.write((transaction) =>
        transaction.run(
          `UNWIND $rows AS row ${LOCKED} WHERE c.token = row.token SET c.holder = null, c.token = c.token + 1`,
          { rows },
        ),
      );
    },
    async consumers(names) {
      const rows = await database.read<ConsumerRow>(
        `UNWIND $names AS name MATCH (c:TlConsumer {name: name}) RETURN ${COLUMNS}`,
        { names },
      );
      return statesOf(rows, names);
    },
  };
}

/** Under their locks, which the transaction keeps: a lease that is taken meanwhile waits for what this one writes. */
export async function readTokens(transaction: Transaction, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const rows = byName(names.map((name) => ({ name })));
  const read = await transaction.run<{ name: string; token: number }>(
    `UNWIND $rows AS row ${LOCKED} RETURN c.name AS name, c.token AS token`,
    { rows },
  );
  return new Map(read.map(({ name, token }) => [name, token]));
}

export function consumedStatements({ consumed }: WriteSet): Statement[] {
  return forEachRow(consumed.map(stepRow), MOVE);
}

function byName<T extends { readonly name: string }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stepRow({ name, token, place, state }: Lease): Parameters {
  return { name, token: int(token), ...placeRow(place), state: JSON.stringify(state) };
}

function placeRow({ position, ordinal }: Lease['place']): Parameters {
  return { position: int(position), ordinal: int(ordinal) };
}
