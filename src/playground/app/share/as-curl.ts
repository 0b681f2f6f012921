import type { Request } from './request.ts';

/** As a command for a POSIX shell. A subscription comes as an event stream. */
export function asCurl(request: Request): string {
  const { url, type, document: query, variables, headers, operationName } = request;
  const named = operationName === null ? {} : { operationName };
  if (type === 'subscription') {
    const parameters = { query, variables: JSON.stringify(variables), ...named };
    return lines([
      `curl -N -G ${quoted(url)}`,
      ...headerArguments({ accept: 'text/event-stream', ...headers }),
      ...Object.entries(parameters).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
    ]);
  }
  return lines([
    `curl ${quoted(url)}`,
    ...headerArguments({ 'content-type': 'application/json', ...headers }),
    `--data-binary ${quoted(JSON.stringify({ query, variables, ...named }))}`,
  ]);
}

function headerArguments(headers: Request['headers']): string[] {
  return Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
}

function lines(parts: readonly string[]): string {
  return `${parts.join(' \\\n  ')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
