import type { EntityObject } from '../domains/kind/entity.ts';
import type { LineageLink } from '../graphql/index.ts';
import type { Urn } from '../kernel/urn.ts';
import type { RelationRecord } from '../store/ports.ts';
import { entityColumns, timeCell } from './columns.ts';
import type { Column } from './table.ts';

export interface NodeRow {
  readonly depth: number;
  readonly entity: EntityObject;
  readonly owners: readonly Urn[];
}

export interface LinkRow {
  readonly link: LineageLink;
  /** Null where the link stands for several. */
  readonly relation: RelationRecord | null;
}

const entity = entityColumns(({ entity: each }: NodeRow) => each);

export const nodeColumns: readonly Column<NodeRow>[] = [
  entity.id,
  entity.kind,
  entity.namespace,
  entity.name,
  { name: 'depth', about: 'relations on the shortest way from a start; 0: a start', of: ({ depth }) => depth },
  entity.description,
  entity.tags,
  {
    name: 'owners',
    about: 'the people and teams that answer for it, a list of ids',
    ids: true,
    of: (row) => row.owners,
  },
  entity.described,
  entity.createdAt,
  entity.updatedAt,
  entity.retiredAt,
];

export const linkColumns: readonly Column<LinkRow>[] = [
  { name: 'from', about: 'the upstream end, a URN', of: ({ link }) => link.from },
  { name: 'to', about: 'the downstream end, a URN', of: ({ link }) => link.to },
  { name: 'type', about: 'the relationship; none where hops is more than 1', of: ({ link }) => link.type },
  { name: 'hops', about: 'how many relations it stands for', of: ({ link }) => link.hops },
  { name: 'grain', about: 'how finely it is known', of: ({ link }) => link.grain },
  { name: 'provenance', about: 'how it is known; of several hops the weakest', of: ({ link }) => link.provenance },
  {
    name: 'confidence',
    about: 'how sure it is, 0 to 1; of several hops the product',
    of: ({ link }) => link.confidence,
  },
  {
    name: 'stale',
    about: 'whether it was not confirmed within its expected interval; of several hops, whether any was not',
    of: ({ link }) => link.stale,
  },
  {
    name: 'validFrom',
    about: 'since when it holds; none where hops is more than 1',
    of: ({ relation }) => timeCell(relation?.validFrom),
  },
  {
    name: 'validTo',
    about: 'until when it holds; none while no end is known',
    of: ({ relation }) => timeCell(relation?.validTo),
  },
  {
    name: 'lastSeen',
    about: 'the latest event time at which a source showed it',
    of: ({ relation }) => timeCell(relation?.lastSeen),
  },
  { name: 'sources', about: 'who claims it, a list of texts', of: ({ relation }) => relation?.sources ?? [] },
];
