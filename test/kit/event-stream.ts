import { request, type IncomingMessage } from 'node:http';

export interface EventStream extends AsyncDisposable {
  readonly response: IncomingMessage;
  /** The next event's data, read as JSON; null where it completes, or the server ends it. */
  next(): Promise<Record<string, unknown> | null>;
}

/** A subscription as a gateway has it: GET, its operation in the URL. Whatever is answered, also a refusal. */
export async function streamEvents(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = { accept: 'text/event-stream' },
): Promise<EventStream> {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const sent = request(`${url}?${parameters.toString()}`, { headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject).end();
  });
  const events = eventsIn(response);
  return {
    response,
    async next() {
      const { value, done } = await events.next();
      return done === true ? null : value;
    },
    async [Symbol.asyncDispose]() {
      sent.destroy();
    },
  };
}

async function* eventsIn(response: IncomingMessage): AsyncGenerator<Record<string, unknown>> {
  let text = '';
  try {
    for await (const chunk of response) {
      const parts = (text + String(chunk)).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^event: next\ndata: (.*)$/.exec(part)?.[1];
        if (data !== undefined) yield JSON.parse(data) as Record<string, unknown>;
        if (part.startsWith('event: complete')) return;
      }
    }
  } catch {
    // Cut off by either side: no more will come.
  }
}

export async function bodyOf(response: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return JSON.parse(text);
}
