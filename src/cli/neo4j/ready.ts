import neo4j from 'neo4j-driver';
import type { Driver } from 'neo4j-driver';

const INITIAL_PASSWORD = 'neo4j';

/**
 * Tries whether the server answers a real query: undefined if so, else the failure, which time may cure. With a
 * password, a server that still has Neo4j's initial one is given it first. Throws where waiting can't help: another
 * password is set.
 */
export async function failureToAnswer(uri: string, password: string | undefined): Promise<unknown> {
  const failure = await tryQuery(uri, password);
  if (password === undefined || codeOf(failure) !== 'Neo.ClientError.Security.Unauthorized') return failure;
  await replaceInitialPassword(uri, password);
  return tryQuery(uri, password);
}

async function tryQuery(uri: string, password: string | undefined): Promise<unknown> {
  await using driver = connect(uri, password);
  return await driver.executeQuery('RETURN 1').then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function replaceInitialPassword(uri: string, password: string): Promise<void> {
  await using driver = connect(uri, INITIAL_PASSWORD);
  try {
    await driver.executeQuery(
      'ALTER CURRENT USER SET PASSWORD FROM $old TO $new',
      { old: INITIAL_PASSWORD, new: password },
      { database: 'system' },
    );
  } catch (error) {
    const why = codeOf(error) === 'Neo.ClientError.Security.Unauthorized' ? 'another one is set in its data' : error;
    throw new Error(`Neo4j does not take the password given: ${String(why)}`, { cause: error });
  }
}

function connect(uri: string, password: string | undefined): Driver {
  const auth = password === undefined ? undefined : neo4j.auth.basic('neo4j', password);
  return neo4j.driver(uri, auth, { connectionTimeout: 2_000, maxTransactionRetryTime: 0 });
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
