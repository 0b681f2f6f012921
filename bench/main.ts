import { readdirSync } from 'node:fs';
import type { Bench } from './bench.ts';
import { keepSection, sectionOf } from './results.ts';

/**
 * `npm run bench -- <name> [arguments]` measures, prints and keeps the figures; without a name it lists them all. It runs
 * compiled, as the server does: what runs TypeScript as it is names each function as it is made, which costs a fifth.
 */
const SUFFIX = '.bench.js';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));

async function load(name: string): Promise<Bench> {
  const { bench } = (await import(`./${name}${SUFFIX}`)) as { bench: Bench };
  return bench;
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  for (const each of names) console.log(`${each.padEnd(16)} ${(await load(each)).about}`);
} else if (names.includes(name)) {
  const bench = await load(name);
  const section = sectionOf(name, bench.about, await bench.run(args));
  console.log(section);
  keepSection(name, section);
} else {
  console.error(`There is no bench ${name}; there are ${names.join(', ')}.`);
  process.exitCode = 1;
}
