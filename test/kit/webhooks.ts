import type { TestServer } from './server.ts';
import type { Received } from './webhook-receiver.ts';

export interface Hook {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly delivery: {
    readonly position: string | null;
    readonly delivered: number;
    readonly attempts: number;
    readonly error: string | null;
  };
  readonly deadLetters: {
    readonly nodes: readonly {
      readonly id: string;
      readonly messageId: string;
      readonly state: string;
      readonly attempts: number;
      readonly body: string;
      readonly error: string;
    }[];
  };
}

export interface Payload {
  readonly type: string;
  readonly data: { readonly alert: { readonly key: string }; readonly via: { readonly length: number } | null };
}

/** What tests ask of a server's webhooks. */
export function webhooksOf(server: () => TestServer) {
  return {
    async create(input: Record<string, unknown>): Promise<{ webhook: Hook; secret: string }> {
      const { createWebhook } = await server().query<{ createWebhook: { webhook: Hook; secret: string } }>(
        `mutation ($input: CreateWebhookInput!) {
           createWebhook(input: $input) { webhook { id state } secret refused { code path message } } }`,
        { input },
      );
      return createWebhook;
    },
    async update({ id }: { readonly id: string }, input: Record<string, unknown>): Promise<void> {
      const document = `mutation ($id: ID!, $input: UpdateWebhookInput!) {
        updateWebhook(id: $id, input: $input) { refused { code message } } }`;
      const { updateWebhook } = await server().query<{ updateWebhook: { refused: null } }>(document, { id, input });
      if (updateWebhook.refused !== null) throw new Error(JSON.stringify(updateWebhook.refused));
    },
    async hook({ id }: { readonly id: string }): Promise<Hook> {
      const { node } = await server().query<{ node: Hook }>(
        `query ($id: ID!) { node(id: $id) { ... on Webhook { id state reason delivery { position delivered attempts error }
           deadLetters { nodes { id messageId attempts error state body } } } } }`,
        { id },
      );
      return node;
    },
    async raise(entity: string, key: string, severity = 'CRITICAL'): Promise<void> {
      await server().query('mutation ($input: RaiseAlertInput!) { raiseAlert(input: $input) { raised } }', {
        input: { entity, key, severity, title: key },
      });
    },
    async replay(ids: readonly (string | undefined)[]) {
      const { replayDeadLetters } = await server().query<{
        replayDeadLetters: { deadLetters: object[]; refused: { code: string } | null };
      }>('mutation ($ids: [ID!]!) { replayDeadLetters(ids: $ids) { deadLetters { state } refused { code path } } }', {
        ids,
      });
      return replayDeadLetters;
    },
  };
}

export const payloadOf = ({ body }: Received) => JSON.parse(body) as Payload;
export const told = (received: readonly Received[]) =>
  received.map((each) => `${payloadOf(each).type} ${payloadOf(each).data.alert.key}`);
export const idOf = ({ headers }: Received) => headers['webhook-id'] as string;
