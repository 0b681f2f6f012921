import { describe, test } from 'vitest';
import type { Unavailable } from '../../src/cli/neo4j/unavailable.ts';
import { isUnavailable } from '../../src/cli/neo4j/unavailable.ts';

export { isUnavailable };
export type { Unavailable };

declare module 'vitest' {
  interface TaskMeta {
    /** Why the suite could not run; the closing summary prints it. */
    unavailable?: string;
  }
}

/**
 * A suite that needs something of the machine: a Neo4j, a Chromium, a Python. Where that can't be had, the suite is one
 * skipped test, which the summary names with the reason; with CI=true it is one failed test.
 *
 * @param needed the thing itself, which is passed on to the suite; or why it can't be had, as text or {@link Unavailable}.
 *   Where there is no thing to pass on, null says that all is there.
 */
export function describeUnlessUnavailable<T>(
  name: string,
  needed: T | Unavailable | string,
  suite: (needed: T) => void,
): void {
  const reason = reasonOf(needed);
  if (reason === undefined) {
    describe(name, () => {
      suite(needed as T);
    });
    return;
  }
  describe(name, () => {
    test('can run on this machine', (context) => {
      context.task.meta.unavailable = reason;
      if (isCi(process.env['CI'])) throw new Error(`unavailable: ${reason}`);
      context.skip(reason);
    });
  });
}

/** CI systems set it to true or to 1. */
function isCi(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

function reasonOf(needed: unknown): string | undefined {
  if (typeof needed === 'string') return needed;
  return isUnavailable(needed) ? needed.unavailable : undefined;
}
