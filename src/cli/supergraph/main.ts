import { buildGraph } from '../../graphql/index.ts';
import { askSubgraph } from './ask.ts';
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
    ...(await Promise.all(others.map(([name, url]) => askSubgraph(name, url)))),
  ];
}

function named(argument: string): readonly [name: string, url: string] {
  const [, name, url] = /^([\w-]+)=(\S+)$/.exec(argument) ?? [];
  if (name !== undefined && url !== undefined && URL.canParse(url)) return [name, url];
  throw new Error(`expected name=url, as lineage=http://127.0.0.1:4001/graphql; came ${argument}`);
}
