import { socketUrl, type Request } from './request.ts';

/** As a program for gql 4. */
export function asPython(request: Request): string {
  const { type, document, variables, operationName, headers } = request;
  const isSubscription = type === 'subscription';
  const [extra, transport] = isSubscription
    ? ['websockets', 'WebsocketsTransport']
    : ['requests', 'RequestsHTTPTransport'];
  const url = JSON.stringify(isSubscription ? socketUrl(request) : request.url);
  const given = Object.keys(headers).length === 0 ? '' : `, headers=${literal(headers)}`;
  const name = operationName === null ? '' : `request.operation_name = ${literal(operationName)}\n`;
  return `# pip install "gql[${extra}]>=4"
${isSubscription ? 'import asyncio\n\n' : ''}from gql import Client, gql
from gql.transport.${extra} import ${transport}

query = ${block(document)}
variables = ${literal(variables)}

request = gql(query)
request.variable_values = variables
${name}client = Client(transport=${transport}(url=${url}${given}))
${isSubscription ? FOLLOW : 'print(client.execute(request))\n'}`;
}

const FOLLOW = `

async def follow():
    async with client as session:
        async for item in session.subscribe(request):
            print(item, flush=True)


asyncio.run(follow())
`;

function block(text: string): string {
  const escaped = text
    .trimEnd()
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', String.raw`\"\"\"`);
  return `"""\n${escaped}\n"""`;
}

/** JSON as Python has it: the escapes of its strings are the same. */
function literal(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((each) => literal(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${literal(each, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  return members.length === 0
    ? `${open}${close}`
    : `${open}\n${members.map((member) => `${inner}${member},\n`).join('')}${indent}${close}`;
}
