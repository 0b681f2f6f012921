import {
  astFromValue,
  buildASTSchema,
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  isInputObjectType,
  parse,
  print,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';

/** The reason of a deprecation says what to use instead, and how long it stays: `use kpis; stays until 2027-06-01`. */
const REASON = /^.+; stays until (\d{4}-\d{2}-\d{2})$/;

/**
 * What clients of the released schema relied on and can rely on no longer, in a sentence each. What was deprecated there may
 * go once its day has come.
 * @param today as `2026-11-25`
 */
export function breaks(released: string, current: string, today: string): string[] {
  const relied = visit(parse(released), { enter: (node) => (isOver(node, today) ? null : undefined) });
  // Of a type of which all is over nothing may be left.
  const [before, after] = [buildASTSchema(relied, { assumeValid: true }), buildSchema(current)];
  const defaults = findDangerousChanges(before, after).filter(
    ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  );
  const found = [...findBreakingChanges(before, after), ...defaults].map(({ description }) => description);
  return [...found, ...otherInputDefaults(before, after)];
}

/** The library looks at the defaults of arguments alone, not at those of the fields of inputs. */
function otherInputDefaults(before: GraphQLSchema, after: GraphQLSchema): string[] {
  return Object.values(before.getTypeMap()).flatMap((type) => {
    const now = after.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(now)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const other = now.getFields()[field.name];
      const [was, is] = [defaultOf(field), other === undefined ? null : defaultOf(other)];
      if (other === undefined || was === null || was === is) return [];
      return [`${type.name}.${field.name} has changed defaultValue from ${was} to ${is ?? 'none'}.`];
    });
  });
}

function defaultOf({ defaultValue, type }: GraphQLInputField): string | null {
  const node = defaultValue === undefined ? undefined : astFromValue(defaultValue, type);
  return node === undefined || node === null ? null : print(node);
}

/** The reasons of deprecations that do not say until when, as they are. */
export function undatedReasons(schema: string): string[] {
  const reasons: string[] = [];
  visit(parse(schema), {
    enter(node) {
      const deprecation = deprecationOf(node);
      if (deprecation !== undefined && lastDayOf(deprecation) === null) reasons.push(reasonOf(deprecation));
    },
  });
  return reasons;
}

/** Those of the sentences that the newest part of the change log does not have, in backticks, below its heading Breaking. */
export function untold(sentences: readonly string[], changelog: string): string[] {
  const [, newest = ''] = changelog.split(/^## .*$/m);
  const [, breaking = ''] = newest.split(/^### Breaking$/m);
  const [told = ''] = breaking.split(/^### /m);
  return sentences.filter((sentence) => !told.includes(`\`${sentence}\``));
}

function isOver(node: ASTNode, today: string): boolean {
  const deprecation = deprecationOf(node);
  const last = deprecation === undefined ? null : lastDayOf(deprecation);
  return last !== null && last < today;
}

function deprecationOf(node: ASTNode): ConstDirectiveNode | undefined {
  const directives = 'directives' in node ? (node.directives as readonly ConstDirectiveNode[] | undefined) : undefined;
  return directives?.find(({ name }) => name.value === 'deprecated');
}

function reasonOf({ arguments: given }: ConstDirectiveNode): string {
  const reason = given?.find(({ name }) => name.value === 'reason')?.value;
  return reason?.kind === 'StringValue' ? reason.value : '';
}

function lastDayOf(deprecation: ConstDirectiveNode): string | null {
  const [, day] = REASON.exec(reasonOf(deprecation)) ?? [];
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : null;
}
