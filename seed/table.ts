import type { JsonObject } from '../src/kernel/json.ts';
import { formatUrn, type Urn } from '../src/kernel/urn.ts';
import type { Teller } from './story.ts';

export interface Table {
  readonly id: Urn;
  readonly namespace: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** @throws Error for a column that it does not have */
  field(column: string): Urn;
}

/** Column by name, each as `type: what it holds`. */
export type Columns = Readonly<Record<string, string>>;

/** Describes a dataset with its fields, and says that these are all. */
export function tellTable(
  tell: Teller,
  namespace: string,
  name: string,
  props: JsonObject & { readonly description: string },
  columns: Columns,
): Table {
  const id = tell.entity('DATASET', namespace, name, props);
  const members = Object.entries(columns).map(([column, text], ordinal) => {
    const [dataType = '', ...description] = text.split(': ');
    return tell.entity('FIELD', namespace, `${name}#${column}`, {
      dataType,
      ordinal,
      description: description.join(': '),
    });
  });
  tell.set(id, 'CONTAINS', members);
  return tableOf(namespace, name, Object.keys(columns));
}

export function tableOf(namespace: string, name: string, columns: readonly string[]): Table {
  return {
    id: formatUrn('DATASET', namespace, name),
    namespace,
    name,
    columns,
    field(column) {
      if (!columns.includes(column)) throw new Error(`${name} has no column ${column}.`);
      return formatUrn('FIELD', namespace, `${name}#${column}`);
    },
  };
}

export type Tables = Readonly<Record<string, Table>>;

/** The fields that a text names, as `orders.order_id customers.email`. @throws Error for a name that is not there */
export function fieldsNamed(text: string, tables: Tables): Urn[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((each) => {
      const [alias = '', column = ''] = each.split('.');
      const table = tables[alias];
      if (table === undefined) throw new Error(`There is no table ${alias} at hand.`);
      return table.field(column);
    });
}
