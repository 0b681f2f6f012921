import { createOwner } from '../../src/kernel/owner.ts';
import { startExplorer, type TestExplorer } from '../kit/explorer.ts';
import { startRelay, type Relay } from '../kit/relay.ts';
import { SEGMENTS } from './demo.ts';

/** The explorer before a server whose connection can be cut, and at which alerts are raised past it. */
export interface ExplorerBehindRelay extends AsyncDisposable {
  readonly explorer: TestExplorer;
  readonly relay: Relay;
  /** Raises a critical alert on SEGMENTS. @returns what the server answers */
  raise(key: string): Promise<unknown>;
}

/** @param env settings of the server */
export async function explorerBehindRelay(env: Readonly<Record<string, string>> = {}): Promise<ExplorerBehindRelay> {
  const owned = createOwner();
  let relay: Relay;
  const explorer = owned.use(
    await startExplorer({
      env,
      through: async (server) => {
        relay = owned.use(await startRelay(server.url));
        return relay.url.replace(/\/$/, '');
      },
    }),
  );
  return {
    explorer,
    relay: relay!,
    raise: (key) => {
      const input = { entity: SEGMENTS, key, severity: 'CRITICAL', title: `Rows are missing (${key})` };
      const raised = 'mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }';
      return explorer.server.query(raised, { input });
    },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}
