/** An operation on its way to a server, as other programs are to send it. */
export interface Request {
  /** Of the server's GraphQL: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly document: string;
  /** Null: the only one in the document. */
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the same server takes WebSockets. */
export function socketUrl({ url }: Request): string {
  return url.replace(/^http/, 'ws');
}
