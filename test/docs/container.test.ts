import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** What the image sets. */
function imageEnvironment(): Record<string, string> {
  const [, settings = ''] = /^ENV (.+)$/m.exec(read('Dockerfile')) ?? [];
  return Object.fromEntries(settings.split(' ').map((setting) => setting.split('=') as [string, string]));
}

/** What the composition adds for the server, its own variables at their defaults. */
function composedEnvironment(): Record<string, string> {
  const [, block = ''] =
    /^ {2}throughline:\n(?:.*\n)*? {4}environment:\n((?: {6}.*\n)+)/m.exec(read('compose.yaml')) ?? [];
  const lines = block
    .replaceAll(/\$\{\w+:-(\w+)\}/g, '$1')
    .trim()
    .split('\n');
  return Object.fromEntries(
    lines.map(
      (line) =>
        line
          .trim()
          .replaceAll("'", '')
          .split(/: (.*)/) as [string, string],
    ),
  );
}

test('the image alone refuses to be open to all, in words; composed it starts on its Neo4j', () => {
  expect(() => readConfig(imageEnvironment())).toThrow(/^HOST: .*THROUGHLINE_INSECURE=1/);
  expect(readConfig({ ...imageEnvironment(), ...composedEnvironment() })).toMatchObject({
    host: '0.0.0.0',
    port: 4000,
    dataFolder: '/data',
    neo4j: { uri: 'neo4j://neo4j:7687', user: 'neo4j', password: 'throughline' },
  });
});

test('the composition names one password for Neo4j, its check and the server, and publishes to this machine alone', () => {
  const compose = read('compose.yaml');
  expect(compose.match(/\$\{NEO4J_PASSWORD:-throughline\}/g)).toHaveLength(3);
  expect(compose.replaceAll('${NEO4J_PASSWORD:-throughline}', '')).not.toMatch(/PASSWORD: \w|neo4j\/\w/);
  const published = [...compose.matchAll(/'([\d.:]*)\d+:\d+'/g)].map(([, address]) => address);
  expect(published).toHaveLength(3);
  for (const address of published) expect(address).toMatch(/^127\.0\.0\.1:/);
});
