import type { ClassType } from 'type-graphql';
import type { DecidedKind, DecidedRecord } from '../../kernel/decision.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { READ_AT } from './entity.ts';

/** How what decisions make is told: what follows from its kind, as `defineKind` says it of entities. */
export interface DecidedType {
  readonly kind: DecidedKind;
  /** The GraphQL type, which implements Node. */
  readonly typeName: string;
  readonly Type: ClassType;
  /** The record as an object for resolvers; `kind` tells its type. */
  objectOf(record: DecidedRecord, at: ReadAt): DecidedObject;
}

export interface DecidedObject {
  readonly id: Urn;
  readonly kind: DecidedKind;
  readonly [READ_AT]: ReadAt;
}
