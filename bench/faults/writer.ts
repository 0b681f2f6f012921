import { setTimeout as pause } from 'node:timers/promises';

const RAISE = `mutation ($input: RaiseAlertInput!) {
  done: raiseAlert(input: $input) { position alert { id } refused { message } } }`;
const RESOLVE = `mutation ($id: ID!) { done: resolveAlert(id: $id) { position refused { message } } }`;
const APPLY = `mutation ($facts: [JSON!]!) { done: applyFacts(facts: $facts) { position refused { message } } }`;

/** Writes to any of some instances, the same again and again until it is acknowledged. */
export interface Writer {
  /** @returns its id */
  raise(key: string, entity: string, severity: string): Promise<string>;
  resolve(id: string): Promise<void>;
  /** @returns the position behind which they are seen */
  apply(facts: readonly object[]): Promise<string>;
  /** How often it was not acknowledged. */
  readonly retries: number;
}

interface Done {
  readonly position: string;
  readonly alert?: { readonly id: string };
  readonly refused: object | readonly object[] | null;
}

export function createWriter(urls: readonly string[]): Writer {
  // Whichever instance is asked next has to see what another one has written.
  let seen: string | null = null;
  let retries = 0;

  async function ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<Done | undefined> {
    const url = urls[Math.floor(Math.random() * urls.length)] as string;
    const headers = { 'content-type': 'application/json', ...(seen && { 'x-throughline-position': seen }) };
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return ((await response.json()) as { data?: { done: Done } }).data?.done;
  }

  async function write(query: string, variables: Readonly<Record<string, unknown>>): Promise<Done> {
    for (;;) {
      const done = await ask(query, variables).catch(() => undefined);
      if (done !== undefined) {
        if (done.refused !== null && [done.refused].flat().length > 0) throw new Error(JSON.stringify(done.refused));
        seen = done.position;
        return done;
      }
      retries += 1;
      await pause(50);
    }
  }

  return {
    raise: async (key, entity, severity) => {
      const { alert } = await write(RAISE, { input: { key, entity, severity, title: key } });
      return alert?.id as string;
    },
    resolve: async (id) => void (await write(RESOLVE, { id })),
    apply: async (facts) => (await write(APPLY, { facts })).position,
    get retries() {
      return retries;
    },
  };
}
