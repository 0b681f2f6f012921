import type { TestProject } from 'vitest/node';
import type { Neo4jBroker } from './neo4j-broker.ts';
import { startNeo4jBroker } from './neo4j-broker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of 127.0.0.1 at which test files ask for a Neo4j. */
    neo4jBroker: number;
  }
}

let broker: Neo4jBroker | undefined;

export async function setup(project: TestProject): Promise<void> {
  broker = await startNeo4jBroker(process.env);
  project.provide('neo4jBroker', broker.port);
}

export async function teardown(): Promise<void> {
  await broker?.[Symbol.asyncDispose]();
}
