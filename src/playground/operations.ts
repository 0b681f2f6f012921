import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type GraphQLSchema,
} from 'graphql';

const isSource = import.meta.url.endsWith('.ts');

/** The folder of saved operations that comes with the package. */
export const OPERATIONS = fileURLToPath(
  new URL(isSource ? '../../schema/operations/' : '../../../schema/operations/', import.meta.url),
);

/** An operation that the playground lists, the README shows and a test runs. */
export interface SavedOperation {
  /** The operation's own name. */
  readonly name: string;
  /** What is saved to be looked at changes nothing: never a mutation. */
  readonly type: 'query' | 'subscription';
  /** What it is listed with: those that answer questions of one sort. */
  readonly group: string;
  readonly title: string;
  /** What it answers, in an analyst's words. */
  readonly question: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const HEADERS = ['group', 'title', 'question'] as const;

/** A file of a folder that is no saved operation, and why: in words for whoever wrote it. */
export interface LeftOut {
  readonly file: string;
  readonly problem: string;
}

export interface Loaded {
  readonly operations: readonly SavedOperation[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Reads a folder of `*.graphql` files, each one named operation under comments `# group: …`, `# title: …` and
 * `# question: …`, with variables in a `*.variables.json` of the same name. In order of file name.
 * @throws Error naming the file that is not so
 */
export function loadOperations(folder: string): SavedOperation[] {
  return filesIn(folder).map((file) => {
    try {
      return loadOperation(folder, file);
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  });
}

/**
 * Reads such a folder of somebody's: what in it is no operation, can not be answered by this schema, or has a name that
 * is taken is left out.
 * @throws Error where the folder can not be read
 */
export function loadTheirOperations(folder: string, schema: GraphQLSchema, ours: readonly SavedOperation[]): Loaded {
  const operations: SavedOperation[] = [];
  const leftOut: LeftOut[] = [];
  for (const file of filesIn(folder)) {
    try {
      const operation = loadOperation(folder, file);
      const problem = problemOf(operation, schema, [...ours, ...operations]);
      if (problem === null) operations.push(operation);
      else leftOut.push({ file, problem });
    } catch (error) {
      leftOut.push({ file, problem: (error as Error).message });
    }
  }
  return { operations, leftOut };
}

function problemOf(
  { name, document, variables }: SavedOperation,
  schema: GraphQLSchema,
  taken: readonly SavedOperation[],
): string | null {
  if (taken.some((other) => other.name === name)) return `another saved operation has the name ${name}`;
  const parsed = parse(document);
  const [invalid] = validate(schema, parsed);
  if (invalid !== undefined) return invalid.message;
  const { variableDefinitions = [] } = getOperationAST(parsed) ?? {};
  const { errors: [wrong] = [] } = getVariableValues(schema, variableDefinitions, variables);
  if (wrong !== undefined) return wrong.message;
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  const stranger = Object.keys(variables).find((each) => !names.includes(each));
  return stranger === undefined ? null : `the operation has no variable $${stranger}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
}

/** @throws Error whose message says what was expected */
function loadOperation(folder: string, file: string): SavedOperation {
  const text = readFileSync(join(folder, file), 'utf8');
  const problem = (what: string) => new Error(`expected ${what}`);
  const [group, title, question] = HEADERS.map((name) => new RegExp(`^# ${name}: (.+)$`, 'm').exec(text)?.[1]?.trim());
  if (group === undefined || title === undefined || question === undefined)
    throw problem('comments "# group: …", "# title: …" and "# question: …" at the top');
  const [operation, ...others] = parse(text).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined || others.length > 0) throw problem('one operation');
  if (operation.name === undefined) throw problem('a name for the operation');
  if (operation.operation === OperationTypeNode.MUTATION) throw problem('a query or a subscription');
  const document = text.replaceAll(/^# (group|title|question): .*\n/gm, '').trimStart();
  const variables = loadVariables(join(folder, file.replace(/\.graphql$/, '.variables.json')));
  return { name: operation.name.value, type: operation.operation, group, title, question, document, variables };
}

function loadVariables(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  try {
    const variables: unknown = JSON.parse(text);
    if (typeof variables === 'object' && variables !== null && !Array.isArray(variables)) return { ...variables };
  } catch {
    // As what is no object.
  }
  throw new Error(`expected a JSON object in ${basename(file)}`);
}
