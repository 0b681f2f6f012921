import { describe } from 'vitest';
import { environmentOf } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';
import { visibilityOfAnswers } from './visibility.ts';

describe('answers from the embedded store', () => {
  visibilityOfAnswers({}, 5);
});

describeUnlessUnavailable('answers from Neo4j', await neo4jForTests(), (connection) =>
  visibilityOfAnswers(environmentOf(connection), 2),
);
