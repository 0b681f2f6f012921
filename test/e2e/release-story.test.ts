import { describe } from 'vitest';
import { environmentOf } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { releaseStory } from './release-story.ts';

describe('a release on the embedded store', () => {
  releaseStory({});
});

describeUnlessUnavailable('a release on Neo4j', await neo4jForTests(), (connection) =>
  releaseStory(environmentOf(connection)),
);
