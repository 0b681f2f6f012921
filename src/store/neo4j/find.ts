import type { Json } from '../../kernel/json.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { micros, parseTime } from '../../kernel/time.ts';
import type { Condition, EntityRecord, FindPage, FindQuery, ReadAt } from '../ports.ts';
import { int, quoted } from './database.ts';
import type { ReadFrom } from './reader.ts';
import { seenBy } from './seen.ts';
import { recordLabel } from './schema.ts';
import { isIndexed, LONGEST_INDEXED, longName, nativeTime } from './typed-props.ts';

/** What a record has beside its attributes. */
const OWN_FIELDS: Readonly<Record<string, 'text' | 'flag' | 'moment'>> = {
  id: 'text',
  namespace: 'text',
  name: 'text',
  described: 'flag',
  createdAt: 'moment',
  updatedAt: 'moment',
};

interface Field {
  /** In Cypher, of a version `v`. */
  readonly path: string;
  /** The same, without texts that are too long for an index; so that it can be looked up there. */
  readonly indexed: string;
  readonly mayBeNull: boolean;
  /** As the database compares it. */
  native(value: Json): unknown;
  /** As a sort key tells it. */
  of(record: EntityRecord): Json;
}

/** A page of one kind, by keyset: what is written meanwhile makes no record skip or repeat. */
export async function find({ database, ontology }: ReadFrom, query: FindQuery, at: ReadAt): Promise<FindPage> {
  const order = [...query.order, { field: 'id', descending: false }].map(({ field, descending }) => ({
    field: fieldOf(field, query.kind, ontology),
    descending,
  }));
  const seen = seenBy(at.viewer);
  const values = new Values({ position: int(at.position), limit: int(query.first + 1), ...seen.parameters });
  const fitting = [
    'v._from <= $position AND (v._to IS NULL OR v._to > $position)',
    ...query.where.map((condition) => conditionCypher(condition, query.kind, ontology, values)),
  ].join(' AND ');
  const match = `MATCH (v:${quoted(recordLabel(query.kind, ontology))}) WHERE ${fitting} ${seen.and('v.id')}`;
  const behind = query.after === null ? '' : `AND ${behindCypher(order, query.after, values)}`;
  const by = order.map(({ field: { path, mayBeNull }, descending }) => {
    const direction = `${path} ${descending ? 'DESC' : 'ASC'}`;
    return mayBeNull ? `${path} IS NULL, ${direction}` : direction;
  });
  const [rows, counts] = await Promise.all([
    database.read<{ record: string }>(
      `${match} ${behind} RETURN v._record AS record ORDER BY ${by.join(', ')} LIMIT $limit`,
      values.all,
    ),
    query.count ? database.read<{ total: number }>(`${match} RETURN count(*) AS total`, values.all) : null,
  ]);
  const records = rows.slice(0, query.first).map((row) => JSON.parse(row.record) as EntityRecord);
  return {
    records,
    keys: records.map((record) => order.map(({ field }) => field.of(record))),
    hasNext: rows.length > query.first,
    total: counts?.[0]?.total ?? null,
  };
}

/** Parameters, named as they come. */
class Values {
  readonly all: Record<string, unknown>;

  constructor(given: Record<string, unknown>) {
    this.all = given;
  }

  add(value: unknown): string {
    const name = `value${Object.keys(this.all).length}`;
    this.all[name] = value;
    return `$${name}`;
  }
}

/** Fields were checked against the ontology before: an unknown one is a fault of ours. */
function fieldOf(name: string, kind: string, ontology: Ontology): Field {
  const path = `v.${quoted(name)}`;
  if (Object.hasOwn(OWN_FIELDS, name)) {
    const native = OWN_FIELDS[name] === 'moment' ? nativeMoment : same;
    return { path, indexed: path, mayBeNull: false, native, of: (record) => record[name as keyof EntityRecord] };
  }
  const attributes = ontology.attributes(kind);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined || attribute.type === 'json' || attribute.type === 'versions') {
    throw new Error(`${kind} has no field ${name} that a list can be filtered or ordered by.`);
  }
  const mayBeLong = attribute.type === 'string' && isIndexed(attribute);
  return {
    path: mayBeLong ? `coalesce(${path}, v.${quoted(longName(name))})` : path,
    indexed: path,
    mayBeNull: true,
    native: attribute.type === 'time' ? nativeMoment : same,
    of: (record) => record.props[name] ?? null,
  };
}

function conditionCypher(condition: Condition, kind: string, ontology: Ontology, values: Values): string {
  const { field: name, operator, value } = condition;
  if (name === 'retired') return value === true ? 'v._retired' : 'NOT v._retired';
  const field = fieldOf(name, kind, ontology);
  const { path } = field;
  switch (operator) {
    case 'eq':
      return `${isShort(value) ? field.indexed : path} = ${values.add(field.native(value))}`;
    case 'in': {
      const list = value as readonly Json[];
      return `${list.every(isShort) ? field.indexed : path} IN ${values.add(list.map(field.native))}`;
    }
    case 'contains':
      return `${path} CONTAINS ${values.add(value)}`;
    case 'startsWith':
      return `${path} STARTS WITH ${values.add(value)}`;
    case 'has':
      return `${values.add(value)} IN ${path}`;
    case 'present':
      return `${path} IS ${value === true ? 'NOT ' : ''}NULL`;
    default:
      return `${path} ${COMPARISONS[operator]} ${values.add(field.native(value))}`;
  }
}

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** What sorts behind the key: nulls come last, whichever way a field is ordered. */
function behindCypher(
  order: readonly { readonly field: Field; readonly descending: boolean }[],
  key: readonly Json[],
  values: Values,
): string {
  const alternatives = order.flatMap(({ field, descending }, index) => {
    const value = key[index] ?? null;
    if (value === null) return [];
    const equal = order.slice(0, index).map((before, place) => equalCypher(before.field, key[place] ?? null, values));
    const behind = `${field.path} ${descending ? '<' : '>'} ${values.add(field.native(value))}`;
    return [[...equal, field.mayBeNull ? `(${behind} OR ${field.path} IS NULL)` : behind].join(' AND ')];
  });
  return `(${alternatives.map((each) => `(${each})`).join(' OR ')})`;
}

function equalCypher(field: Field, value: Json, values: Values): string {
  return value === null ? `${field.path} IS NULL` : `${field.path} = ${values.add(field.native(value))}`;
}

function isShort(value: Json): boolean {
  return typeof value !== 'string' || Buffer.byteLength(value) <= LONGEST_INDEXED;
}

/** From RFC 3339, or from microseconds as the sort keys of records have them. */
function nativeMoment(value: Json): unknown {
  const time = typeof value === 'number' ? micros(value) : parseTime(String(value));
  return time === null ? null : nativeTime(time);
}

function same(value: Json): unknown {
  return value;
}
