import { leaseOf, statesOf, type ConsumerRow } from '../consumers.ts';
import type { ConsumerState, Lease, WantedLease } from '../ports.ts';
import type { Micros } from '../../kernel/time.ts';
import { inJson, type Connection } from './database.ts';

export function leaseConsumers(
  connection: Connection,
  wanted: readonly WantedLease[],
  holder: string,
  forMs: number,
  now: Micros,
): (Lease | null)[] {
  const until = now + forMs * 1_000;
  return connection.transaction(() =>
    wanted.map(({ name, begin: { position, ordinal } }) => {
      // Whoever has it goes on under its token; whoever takes it over gets the next.
      const row = connection.get<ConsumerRow>(
        `INSERT INTO consumer VALUES (?, ?, 1, ?, ?, ?, '{}')
         ON CONFLICT (name) DO UPDATE SET token = token + (holder IS NOT excluded.holder), holder = excluded.holder,
           until = excluded.until
         WHERE holder IS NULL OR holder = excluded.holder OR until < ?
         RETURNING name, token, position, ordinal, state`,
        ...[name, holder, until, position, ordinal, now],
      );
      return row === undefined ? null : leaseOf(row);
    }),
  );
}

export function moveConsumers(connection: Connection, steps: readonly Lease[]): boolean[] {
  return connection.transaction(() => {
    const tokens = readTokens(
      connection,
      steps.map(({ name }) => name),
    );
    return steps.map((step) => {
      const isHeld = tokens.get(step.name) === step.token;
      if (isHeld) moveConsumer(connection, step);
      return isHeld;
    });
  });
}

export function moveConsumer(connection: Connection, { name, place, state }: Lease): void {
  const sql = 'UPDATE consumer SET position = ?, ordinal = ?, state = ? WHERE name = ?';
  connection.run(sql, place.position, place.ordinal, JSON.stringify(state), name);
}

export function releaseConsumers(connection: Connection, leases: readonly Pick<Lease, 'name' | 'token'>[]): void {
  connection.transaction(() => {
    for (const { name, token } of leases) {
      connection.run('UPDATE consumer SET holder = NULL, token = token + 1 WHERE name = ? AND token = ?', name, token);
    }
  });
}

export function readTokens(connection: Connection, names: readonly string[]): Map<string, number> {
  if (names.length === 0) return new Map();
  const sql = `SELECT name, token FROM consumer WHERE ${inJson('name')}`;
  return new Map(
    connection
      .all<Pick<ConsumerRow, 'name' | 'token'>>(sql, JSON.stringify(names))
      .map(({ name, token }) => [name, token] as const),
  );
}

export function readConsumers(connection: Connection, names: readonly string[]): (ConsumerState | null)[] {
  const rows = connection.all<ConsumerRow>(`SELECT * FROM consumer WHERE ${inJson('name')}`, JSON.stringify(names));
  return statesOf(rows, names);
}
