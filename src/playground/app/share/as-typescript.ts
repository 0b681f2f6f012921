import { socketUrl, type Request } from './request.ts';

/** As a module: with fetch, and for a subscription with graphql-ws. */
export function asTypeScript(request: Request): string {
  const { type, document, variables, operationName } = request;
  const name = operationName === null ? '' : `, operationName: ${JSON.stringify(operationName)}`;
  const asked = `const query = ${template(document)};\nconst variables = ${JSON.stringify(variables, null, 2)};\n`;
  return type === 'subscription' ? bySocket(request, asked, name) : byFetch(request, asked, name);
}

function byFetch({ url, headers }: Request, asked: string, name: string): string {
  return `${asked}
const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: ${JSON.stringify({ 'content-type': 'application/json', ...headers })},
  body: JSON.stringify({ query, variables${name} }),
});
console.log(JSON.stringify(await response.json(), null, 2));
`;
}

function bySocket(request: Request, asked: string, name: string): string {
  const left = Object.keys(request.headers);
  const note = left.length === 0 ? '' : `// Left out, as a browser's WebSocket sends no headers: ${left.join(', ')}\n`;
  return `import { createClient } from 'graphql-ws';
// Browsers, and Node from 22 on, have one of their own, and need neither this nor webSocketImpl.
import WebSocket from 'ws';

${asked}
${note}const client = createClient({ url: ${JSON.stringify(socketUrl(request))}, webSocketImpl: WebSocket });
for await (const item of client.iterate({ query, variables${name} })) {
  console.log(JSON.stringify(item));
}
`;
}

function template(text: string): string {
  return `/* GraphQL */ \`\n${text.trimEnd().replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`)}\n\``;
}
