import 'reflect-metadata';
import { GraphQLInterfaceType, GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type ClassType, type NonEmptyArray } from 'type-graphql';
import { decidedTypes, domainResolvers, kinds as ourKinds } from '../domains/index.ts';
import type { KindDefinition } from '../domains/kind/define-kind.ts';
import { AlertEventVia, AlertFeed } from './alerts/alert-feed.ts';
import { ChangeEntity, EntityHistory } from './change.ts';
import { EntityImpact, ImpactParts, ImpactQuery, OwnedByOwner } from './impact.ts';
import { EntityLineage, LineageLinkTimes, LineageQuery } from './lineage.ts';
import { LineageDiffQuery } from './lineage-diff.ts';
import { Lookup } from './lookup.ts';
import { PathsQuery } from './paths.ts';
import { ReleaseDiffParts, ReleaseDiffQuery } from './release-diff/release-diff.ts';
import { RootCausesQuery } from './root-causes.ts';
import { SearchQuery } from './search.ts';
import { ImpactChanges } from './impact-changes.ts';
import { Changes } from './subscription.ts';
import { AffectedEntityParts, ChangeOutcomeParts, ConsumerToChangeParts } from './what-if/parts.ts';
import { WhatIfParts, WhatIfQuery } from './what-if/what-if.ts';
import { Write } from './write.ts';

const resolvers = [
  Lookup,
  LineageQuery,
  EntityLineage,
  LineageLinkTimes,
  ImpactQuery,
  EntityImpact,
  ImpactParts,
  OwnedByOwner,
  PathsQuery,
  LineageDiffQuery,
  RootCausesQuery,
  ReleaseDiffQuery,
  ReleaseDiffParts,
  WhatIfQuery,
  WhatIfParts,
  ConsumerToChangeParts,
  AffectedEntityParts,
  ChangeOutcomeParts,
  ChangeEntity,
  EntityHistory,
  SearchQuery,
  Write,
  Changes,
  ImpactChanges,
  AlertFeed,
  AlertEventVia,
];

/** The library makes the roots without a word of what they are. */
const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be asked: one thing by its id, lists by kind, search, and lineage, each at a moment of your choice.',
  Mutation: 'What changes the graph. Each answers with the position behind which reads see what it wrote.',
  Subscription: 'What happens from now on, or since a position: feeds in order, with neither gap nor duplicate.',
};

/** The schema over these kinds: one graph, from which later subgraphs are cut. */
export function buildGraph(kinds: readonly KindDefinition[] = ourKinds): GraphQLSchema {
  const classes = [...resolvers, ...domainResolvers, ...kinds.flatMap((kind) => kind.resolvers)];
  const schema = buildSchemaSync({
    resolvers: classes as unknown as NonEmptyArray<ClassType>,
    orphanedTypes: kinds.map((kind) => kind.Type),
    validate: false,
    // Each subscription brings its own source; the library wants one all the same.
    pubSub: {
      publish: () => {},
      subscribe: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
    },
  });
  const typeOfKind = new Map<string, string>();
  for (const { kind, typeName } of [...kinds, ...decidedTypes]) typeOfKind.set(kind, typeName);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLInterfaceType) {
      // Entities are plain objects, told apart by their kind; synchronous, or each would cost a promise.
      type.resolveType = (value: { kind?: string }) => typeOfKind.get(value.kind ?? '');
    }
    const root = ROOTS[type.name];
    if (root !== undefined) type.description = root;
    if (type instanceof GraphQLObjectType) delete (type as { isTypeOf?: unknown }).isTypeOf;
  }
  return schema;
}
