/**
 * The ontology: what kinds of entity there are, what each stores, and which relationships join them.
 *
 * One declaration per kind and per relationship, made in the room of the domain that owns it. Everything that differs
 * by kind follows from here: checks of facts, constraints, indexes and typed properties in the stores, GraphQL types,
 * filters, orders and facets, and the tables in the docs.
 */
export type AttributeType =
  | 'string'
  | 'int'
  | 'float'
  | 'boolean'
  /** RFC 3339 text in facts and at rest, with microseconds. */
  | 'time'
  /** A list of texts; sources' lists are united. */
  | 'strings'
  | 'json'
  /**
   * Several values beside each other, told apart by `id`, each in force from `validFrom` to `validTo`:
   * a KPI's definitions. A fact carries one such object; absent `validFrom` is the fact's own time.
   */
  | 'versions';

export interface Attribute {
  readonly type: AttributeType;
  /** Meaning and unit; becomes the GraphQL description. */
  readonly description: string;
  /** For `string`: the allowed values, as an enum. */
  readonly values?: {
    readonly name: string;
    readonly description?: string;
    readonly of: Readonly<Record<string, string>>;
  };
  /** For numbers: the least and the most that they can be. */
  readonly range?: readonly [least: number, most: number];
  /** For `versions`: the members of each version beside `id`, `validFrom` and `validTo`. */
  readonly members?: Readonly<Record<string, Attribute>>;
  /** Can be filtered by, ordered by, counted as a facet of the search, found by its words. */
  readonly filter?: boolean;
  readonly order?: boolean;
  readonly facet?: boolean;
  readonly search?: boolean;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export interface KindDeclaration<A extends Attributes = Attributes> {
  /** As in the EntityKind enum: `MODEL_VERSION`. */
  readonly kind: string;
  /** The GraphQL type and Neo4j label: `ModelVersion`. */
  readonly typeName: string;
  /** The field of Query that lists them: `modelVersions`. */
  readonly plural: string;
  readonly domain: string;
  readonly description: string;
  /** What namespace and name hold for this kind. */
  readonly naming: string;
  readonly attributes: A;
}

export interface RelationshipDeclaration {
  /** As in Cypher and in facts: `READ_BY`. */
  readonly type: string;
  readonly domain: string;
  readonly description: string;
  /** Whether data flows along it, from `from` to `to`: the walk follows these and no others. */
  readonly lineage: boolean;
  /** Whether both ends are names of one thing: lookups and walks then take them for one. */
  readonly identity?: boolean;
  /** Which kinds it may join. */
  readonly ends: readonly (readonly [from: string, to: string])[];
  readonly attributes: Attributes;
  /** How runs show it: which end runs, between which kinds, and in which list of a run the other end stands. */
  readonly shownByRuns?: {
    readonly runner: 'from' | 'to';
    readonly ends: readonly [from: string, to: string];
    readonly list: 'inputs' | 'outputs';
  };
  /** By kind of the upstream end: the change that it means, where that is more telling than RELATED and UNRELATED. */
  readonly announces?: Readonly<Record<string, 'SCHEMA_CHANGED' | 'RELEASED'>>;
}

/** What each kind has, declared once. A kind's own attribute may not take these names, nor those of the record itself. */
export const COMMON_ATTRIBUTES = {
  description: {
    type: 'string',
    description: 'What it is, in the words of whoever described it last.',
    search: true,
  },
  tags: { type: 'strings', description: 'Labels, united over all sources.', filter: true, facet: true, search: true },
} as const satisfies Attributes;

export interface Ontology {
  readonly kinds: ReadonlyMap<string, KindDeclaration>;
  readonly relationships: ReadonlyMap<string, RelationshipDeclaration>;
  /** All attributes of a kind, the common ones first. */
  attributes(kind: string): Attributes;
}

/** What an ontology is made of. */
export interface Declarations {
  readonly kinds: readonly KindDeclaration[];
  readonly relationships: readonly RelationshipDeclaration[];
}

/** @throws Error where two declarations contradict each other: that is a fault of the program. */
export function createOntology(
  kinds: readonly KindDeclaration[],
  relationships: readonly RelationshipDeclaration[],
): Ontology {
  const byKind = unique(kinds, (each) => each.kind);
  const byType = unique(relationships, (each) => each.type);
  for (const { type, ends } of relationships) {
    for (const kind of ends.flat()) {
      if (!byKind.has(kind)) throw new Error(`Relationship ${type} joins ${kind}, which no kind declares.`);
    }
  }
  const attributes = new Map(kinds.map((each) => [each.kind, { ...COMMON_ATTRIBUTES, ...each.attributes }]));
  return {
    kinds: byKind,
    relationships: byType,
    attributes: (kind) => attributes.get(kind) ?? COMMON_ATTRIBUTES,
  };
}

/** The declarations as plain data, as another thread takes them: some carry classes and functions for other rooms. */
export function declarationsOf({ kinds, relationships }: Ontology): Declarations {
  return JSON.parse(
    JSON.stringify({ kinds: [...kinds.values()], relationships: [...relationships.values()] }),
  ) as Declarations;
}

/** Whether the relationship may join these kinds in this direction. */
export function joins(relationship: RelationshipDeclaration, from: string, to: string): boolean {
  return relationship.ends.some((ends) => ends[0] === from && ends[1] === to);
}

function unique<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(key(item))) throw new Error(`${key(item)} is declared twice.`);
    map.set(key(item), item);
  }
  return map;
}
