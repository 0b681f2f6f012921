import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  parse,
  validate,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { literalOf, valueOf, type Choose, type ScalarValues } from './input-values.ts';

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export interface OperationOptions {
  /** Values for scalars by the name of the type; there must be some for each that a chosen field requires. */
  readonly values: ScalarValues;
  readonly operation?: 'query' | 'mutation';
  /** How deep selections nest at the most. */
  readonly depth?: number;
  /** Asked first, as it costs less than to find out whether an operation is valid. */
  readonly isWanted?: (query: string) => boolean;
}

/**
 * Random valid operations over a schema: aliases, merged fields, fragments named and inline on all types that fit,
 * conditions, lists, literals, variables with and without values and defaults. It shrinks to ever fewer and plainer parts.
 */
export function operations(schema: GraphQLSchema, options: OperationOptions): fc.Arbitrary<Operation> {
  return fc
    .array(fc.nat(0xffff), { minLength: 20, maxLength: 600, size: 'max' })
    .map((choices) => write(schema, options, chooserOf(choices)))
    .filter(({ query }) => options.isWanted?.(query) !== false && validate(schema, parse(query)).length === 0);
}

/** Each choice takes the next number; where none are left it is the first, the plainest. */
function chooserOf(choices: readonly number[]): Choose {
  const rest = choices.values();
  const next = () => rest.next().value ?? 0;
  return {
    below: (count) => (count <= 1 ? 0 : next() % count),
    one: (items) => items[items.length <= 1 ? 0 : next() % items.length] as never,
    /** In so many of a hundred cases. */
    often: (percent) => next() % 100 >= 100 - percent,
  };
}

/** A fragment that has been written to its end: another may spread it without a circle. */
interface Fragment {
  readonly name: string;
  readonly on: GraphQLCompositeType;
  readonly depth: number;
}

function write(schema: GraphQLSchema, options: OperationOptions, choose: Choose): Operation {
  const { values, operation = 'query', depth: most = 5 } = options;
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const fragments: Fragment[] = [];
  const fragmentTexts: string[] = [];
  let names = 0;

  /** A new variable of this type, or one more use of it, which may come with a value, a default, both or neither. */
  function variable(type: GraphQLInputType, mayBeAbsent: boolean): string {
    const name = `v${definitions.length}`;
    const [isNonNull, hasDefault] = [isNonNullType(type), choose.often(30)];
    // A default lets a variable that may be null stand where null may not.
    const given = isNonNull && hasDefault && choose.often(50) ? getNullableType(type) : type;
    const initial = hasDefault ? ` = ${literalOf(getNullableType(type), values, choose)}` : '';
    definitions.push(`$${name}: ${String(given)}${initial}`);
    if ((hasDefault || (!isNonNull && mayBeAbsent)) && choose.often(50)) return `$${name}`;
    variables[name] = valueOf(given, values, choose);
    return `$${name}`;
  }

  /** A literal with variables at any place in it, or a variable. */
  function argument(type: GraphQLInputType): string {
    if (choose.often(25)) return variable(type, true);
    const inner = getNullableType(type);
    if (isInputObjectType(inner)) {
      const fields = Object.values(inner.getFields()).filter(
        (field) => isRequiredInputField(field) || choose.often(30),
      );
      return `{ ${fields.map((field) => `${field.name}: ${argument(field.type)}`).join(', ')} }`;
    }
    if (isListType(inner) && choose.often(70)) {
      const count = choose.below(3);
      return `[${Array.from({ length: count }, () => argument(inner.ofType)).join(', ')}]`;
    }
    return literalOf(type, values, choose);
  }

  function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
    const chosen = args.filter((each) => isRequiredArgument(each) || choose.often(30));
    return chosen.length === 0 ? '' : `(${chosen.map((each) => `${each.name}: ${argument(each.type)}`).join(', ')})`;
  }

  function condition(percent = 12): string {
    if (!choose.often(percent)) return '';
    const directive = choose.one(['include', 'skip']);
    if (choose.often(40)) return ` @${directive}(if: ${choose.one(['true', 'false'])})`;
    const name = `c${definitions.length}`;
    const type = choose.one(['Boolean!', 'Boolean! = false', 'Boolean = true']);
    definitions.push(`$${name}: ${type}`);
    if (type === 'Boolean!' || choose.often(60)) variables[name] = choose.often(50);
    else if (type === 'Boolean = true' && choose.often(20)) variables[name] = null;
    return ` @${directive}(if: $${name})`;
  }

  function field(type: GraphQLCompositeType, heads: Map<string, GraphQLCompositeType | null>, depth: number): string {
    const all = isUnionType(type) ? [] : Object.values(type.getFields());
    const fits = all.filter((each) => depth > 1 || !isCompositeType(getNamedType(each.type)));
    const deep = fits.filter((each) => isCompositeType(getNamedType(each.type)));
    const chosen =
      fits.length === 0 || choose.often(8) ? null : choose.one(deep.length > 0 && choose.often(50) ? deep : fits);
    if (chosen === null) return `${choose.often(50) ? `t${names++}: ` : ''}__typename${condition()}`;
    const args = argumentsOf(chosen);
    // Under its own name only where it has one meaning; what has arguments may come twice with others.
    const alias = args !== '' || choose.often(20) ? `a${names++}: ` : '';
    const head = `${alias}${chosen.name}${args}`;
    const below = getNamedType(chosen.type);
    heads.set(head, isCompositeType(below) ? below : null);
    return `${head}${condition()}${isCompositeType(below) ? ` ${selections(below, depth - 1)}` : ''}`;
  }

  function fragmentOn(type: GraphQLCompositeType): GraphQLCompositeType {
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const object = choose.one(objects);
    const wider = isObjectType(object) ? object.getInterfaces() : [];
    return choose.one([type, object, ...wider]);
  }

  function spread(type: GraphQLCompositeType, depth: number): string {
    const known = fragments.filter(
      (each) => each.depth <= depth && objectsOf(each.on).some((one) => objectsOf(type).includes(one)),
    );
    if (known.length > 0 && choose.often(50)) return spreadOf(choose.one(known).name);
    const on = fragmentOn(type);
    const text = selections(on, depth);
    const name = `F${fragments.length}`;
    fragments.push({ name, on, depth });
    fragmentTexts.push(`fragment ${name} on ${on.name} ${text}`);
    return spreadOf(name);
  }

  /** Once, or a second time beside a first one that may be left out. */
  function spreadOf(name: string): string {
    const first = `...${name}${condition(30)}`;
    return choose.often(25) ? `${first} ...${name}${condition()}` : first;
  }

  function objectsOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  }

  function selections(
    type: GraphQLCompositeType,
    depth: number,
    heads = new Map<string, GraphQLCompositeType | null>(),
  ): string {
    const parts = Array.from({ length: 1 + choose.below(5) }, () => {
      const kind = choose.below(20);
      if (kind === 19 && heads.size > 0) {
        // Once more what was selected already, with other fields below it: both are one.
        const [head, below] = choose.one([...heads]);
        return `${head}${condition()}${below === null ? '' : ` ${selections(below, depth - 1)}`}`;
      }
      if (kind > 16) return spread(type, depth);
      if (kind === 16) return `...${condition()} ${selections(type, depth, heads)}`;
      if (kind > (isAbstractType(type) ? 9 : 13)) {
        const on = fragmentOn(type);
        return `... on ${on.name}${condition()} ${selections(on, depth)}`;
      }
      return field(type, heads, depth);
    });
    return `{ ${parts.join(' ')} }`;
  }

  const root = schema.getRootType(operation as never);
  if (!root) throw new Error(`The schema has no ${operation}.`);
  const body = selections(root, most);
  const head = definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
  const query = [`${operation} ${head} ${body}`, ...fragmentTexts].join('\n');
  return { query, variables: JSON.parse(JSON.stringify(variables)) as Operation['variables'] };
}
