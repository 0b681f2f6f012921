import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, OperationTypeNode, parse } from 'graphql';

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
  readonly title: string;
  /** What it answers, in an analyst's words. */
  readonly question: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Reads a folder of `*.graphql` files, each one named operation under comments `# title: …` and `# question: …`,
 * with variables in a `*.variables.json` of the same name. In order of file name.
 * @throws Error naming the file that is not so
 */
export function loadOperations(folder: string): SavedOperation[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return files.sort().map((file) => loadOperation(folder, file));
}

function loadOperation(folder: string, file: string): SavedOperation {
  const text = readFileSync(join(folder, file), 'utf8');
  const problem = (what: string) => new Error(`${file}: expected ${what}`);
  const header = (name: string) => new RegExp(`^# ${name}: (.+)$`, 'm').exec(text)?.[1]?.trim();
  const [title, question] = [header('title'), header('question')];
  if (title === undefined || question === undefined)
    throw problem('comments "# title: …" and "# question: …" at the top');
  const [operation, ...others] = parse(text).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined || others.length > 0) throw problem('one operation');
  if (operation.name === undefined) throw problem('a name for the operation');
  if (operation.operation === OperationTypeNode.MUTATION) throw problem('a query or a subscription');
  const variablesFile = join(folder, file.replace(/\.graphql$/, '.variables.json'));
  const variables = existsSync(variablesFile)
    ? (JSON.parse(readFileSync(variablesFile, 'utf8')) as Record<string, unknown>)
    : {};
  const document = text.replaceAll(/^# (title|question): .*\n/gm, '').trimStart();
  return { name: operation.name.value, type: operation.operation, title, question, document, variables };
}
