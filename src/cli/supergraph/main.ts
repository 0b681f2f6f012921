import { buildGraph } from '../../graphql/index.ts';
import { compose, ourSubgraphs, type SubgraphFile } from './compose.ts';

/**
 * Composes the supergraph, to the output. Each argument is `name=url`: where a subgraph of ours is, or another team's
 * subgraph, which is asked for its schema there.
 */
try {
  process.stdout.write(compose(await subgraphs(process.argv.slice(2).map(named))));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function subgraphs(given: readonly (readonly [name: string, url: string])[]): Promise<SubgraphFile[]> {
  const ours = ourSubgraphs(buildGraph());
  const urls = new Map(given);
  const others = [...urls].filter(([name]) => !ours.some((each) => each.name === name));
  return [
    ...ours.map((each) => ({ ...each, url: urls.get(each.name) ?? each.url })),
    ...(await Promise.all(others.map(([name, url]) => asked(name, url)))),
  ];
}

async function asked(name: string, url: string): Promise<SubgraphFile> {
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data } = (await response.json()) as { data?: { _service?: { sdl?: string } } };
    const sdl = data?._service?.sdl;
    if (typeof sdl !== 'string') throw new Error(`came ${response.status} without one`);
    return { name, url, sdl };
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    throw new Error(`${name}: expected a subgraph’s schema from ${url}; ${why}`, { cause: error });
  }
}

function named(argument: string): readonly [name: string, url: string] {
  const [, name, url] = /^(\w+)=(\S+)$/.exec(argument) ?? [];
  if (name !== undefined && url !== undefined && URL.canParse(url)) return [name, url];
  throw new Error(`expected name=url, as lineage=http://127.0.0.1:4001/graphql; came ${argument}`);
}
