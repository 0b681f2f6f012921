import type { Ontology } from '../../kernel/ontology.ts';
import { DatabaseRefused, quoted, type Database } from './database.ts';
import { isIndexed } from './typed-props.ts';

/** Raised with every change to the bookkeeping nodes; a database of another version is refused rather than misread. */
const VERSION = 4;
/** The version before has all but indexes for decisions, which are made here as any that is missing. */
const WITHOUT_DECISIONS = 3;

const INDEX_DEADLINE_SECONDS = 600;

interface Index {
  readonly label: string;
  readonly properties: readonly string[];
  readonly unique: boolean;
}

/**
 * The bookkeeping nodes, all labelled `Tl…`, so that an analyst can leave them aside. They are the truth, and no index
 * that readers use holds a property that changes (`removedAt` is set once): whoever reads while a transaction is coming
 * in sees rows of later positions, which do not count, but never misses one that does.
 */
const BOOKKEEPING: readonly Index[] = [
  unique('TlHead', 'one'),
  unique('TlKey', 'id'),
  unique('TlConsumer', 'name'),
  unique('TlEntry', 'position'),
  unique('TlEntry', 'hash'),
  index('TlEntry', 'subject', 'position'),
  index('TlEntry', 'recordedAt'),
  unique('TlChange', 'position', 'ordinal'),
  index('TlChange', 'entity', 'position', 'ordinal'),
  index('TlChange', 'other', 'position', 'ordinal'),
  unique('TlEntityState', 'id'),
  index('TlEntityState', 'contested'),
  unique('TlRecord', 'id', '_from'),
  index('TlRecord', '_from'),
  unique('TlRelationState', 'relation'),
  index('TlRelationState', 'out'),
  index('TlRelationState', 'in'),
  index('TlRelationState', 'contested'),
  unique('TlRunState', 'run', 'source'),
  index('TlRunState', 'job'),
  unique('TlNewestSet', 'subject', 'source'),
  index('TlSegment', 'out'),
  index('TlSegment', 'in'),
  index('TlSegment', 'relation', 'validFrom'),
  index('TlSegment', 'addedAt', 'relation', 'validFrom'),
  index('TlSegment', 'removedAt', 'relation', 'validFrom'),
  unique('TlDecided', 'id', '_from'),
  index('TlDecided', 'stream', 'decisions'),
  index('TlDecided', 'about', 'kind', 'since'),
  index('TlDecided', 'kind', 'since'),
  index('TlSchedule', 'addedAt', 'job', 'ordinal'),
  index('TlSchedule', 'removedAt', 'job', 'ordinal'),
];

/** The label of all versions of the records of one kind. */
export function recordLabel(kind: string, ontology: Ontology): string {
  return `Tl${typeName(kind, ontology)}Record`;
}

/** The label under which an analyst finds the entities of a kind. */
export function typeName(kind: string, ontology: Ontology): string {
  const declaration = ontology.kinds.get(kind);
  if (declaration === undefined) throw new Error(`No kind ${kind} is declared.`);
  return declaration.typeName;
}

/**
 * Makes the constraints and indexes that are missing and waits until they can be used.
 * @throws DatabaseRefused where the database has a graph of another version
 */
export async function prepareSchema(database: Database, ontology: Ontology): Promise<void> {
  const existing = await database.read<{ name: string }>('SHOW INDEXES YIELD name', {});
  const names = new Set(existing.map((row) => row.name));
  const missing = [...BOOKKEEPING, ...indexesOfKinds(ontology)].filter((each) => !names.has(indexName(each)));
  await database.write((transaction) => Promise.all(missing.map((each) => transaction.run(statement(each)))));
  await database.write((transaction) => transaction.run(`CALL db.awaitIndexes(${INDEX_DEADLINE_SECONDS})`));
  const [head] = await database.write((transaction) =>
    transaction.run<{ version: number }>(
      `MERGE (head:TlHead {one: 1}) ON CREATE SET head.version = ${VERSION}, head.position = 0
       SET head.version = CASE head.version WHEN ${WITHOUT_DECISIONS} THEN ${VERSION} ELSE head.version END
       RETURN head.version AS version`,
    ),
  );
  if (head?.version === VERSION) return;
  throw new DatabaseRefused(
    'uri',
    `its graph is of version ${head?.version}, and this program writes version ${VERSION}`,
  );
}

function indexesOfKinds(ontology: Ontology): Index[] {
  const ofKinds = [...ontology.kinds.values()].flatMap(({ kind, typeName: label }) => {
    const attributes = Object.entries(ontology.attributes(kind)).filter(([, attribute]) => isIndexed(attribute));
    const names = ['namespace', 'name', ...attributes.map(([name]) => name)];
    const labels = [label, recordLabel(kind, ontology)];
    return [unique(label, 'id'), ...labels.flatMap((each) => names.map((name) => index(each, name)))];
  });
  return [unique('Entity', 'id'), ...ofKinds];
}

function unique(label: string, ...properties: string[]): Index {
  return { label, properties, unique: true };
}

function index(label: string, ...properties: string[]): Index {
  return { label, properties, unique: false };
}

function indexName({ label, properties }: Index): string {
  return [label, ...properties].join('_');
}

function statement(each: Index): string {
  const name = quoted(indexName(each));
  const label = quoted(each.label);
  const properties = each.properties.map((property) => `n.${quoted(property)}`).join(', ');
  return each.unique
    ? `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE (${properties}) IS UNIQUE`
    : `CREATE INDEX ${name} IF NOT EXISTS FOR (n:${label}) ON (${properties})`;
}
