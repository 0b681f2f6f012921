import { Environment } from '@marcbachmann/cel-js';

/** What an expression may speak of, as CEL types it. */
export const VARIABLES = {
  release: {
    description: 'The release.',
    type: {
      ...{ id: 'string', kind: 'string', namespace: 'string', name: 'string', version: 'string' },
      ...{ tags: 'list<string>', metrics: 'map<string, double>', described: 'bool' },
    },
  },
  run: {
    description: 'The run that made it.',
    type: {
      ...{ name: 'string', status: 'string', randomSeed: 'double', changeNote: 'string', tags: 'list<string>' },
      ...{ metrics: 'map<string, double>', parameters: 'map<string, dyn>' },
    },
  },
  model: {
    description: 'What it is a version of.',
    type: { name: 'string', tier: 'string', task: 'string', tags: 'list<string>' },
  },
  releases: {
    description: 'Where it has been released to by then, each stretch by itself.',
    listOf: { deployment: 'string', stage: 'string', trafficShare: 'double', hours: 'double', serves: 'bool' },
  },
  owners: {
    description: 'Who owns it or what it is a version of; `active`: they are there, and nobody says that they are not.',
    listOf: { name: 'string', kind: 'string', active: 'bool' },
  },
  upstream: {
    description: 'All that it comes from.',
    listOf: {
      ...{ id: 'string', kind: 'string', namespace: 'string', name: 'string', depth: 'int' },
      ...{ described: 'bool', retired: 'bool', tags: 'list<string>' },
    },
  },
  alerts: {
    description: 'Alerts that are open on it or upstream of it.',
    listOf: {
      title: 'string',
      severity: 'string',
      state: 'string',
      source: 'string',
      entity: 'string',
      hours: 'double',
    },
  },
} as const;

export type Variable = keyof typeof VARIABLES;

/** Longer ones nobody can read. */
export const MOST_CHARACTERS = 5_000;

const environment = new Environment({ unlistedVariablesAreDyn: false, limits: { maxAstNodes: 1_000, maxDepth: 50 } });
for (const [name, variable] of Object.entries(VARIABLES)) {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  environment.registerType({ name: typeName, schema: 'type' in variable ? variable.type : variable.listOf });
  environment.registerVariable(name, 'type' in variable ? typeName : `list<${typeName}>`);
}

/** Why it is no expression that comes to true or false; null where it is one. */
export function expressionProblem(expression: string): string | null {
  const { valid, type, error } = environment.check(expression);
  if (!valid) return `it is not right: ${error?.summary ?? 'it can not be read'}${placeOf(error)}`;
  return type === 'bool' ? null : `it comes to ${type}, where true or false is expected`;
}

/** Which variables it speaks of: no others have to be known. */
export function variablesIn(expression: string): Variable[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null && 'op' in part && 'args' in part) {
      if (part.op === 'id' && typeof part.args === 'string') found.add(part.args);
      visit(part.args);
    }
  };
  visit(environment.parse(expression).ast);
  return (Object.keys(VARIABLES) as Variable[]).filter((name) => found.has(name));
}

/** @throws where it comes upon something that is not there */
export function evaluate(expression: string, variables: Readonly<Record<string, unknown>>): boolean {
  return environment.evaluate(expression, variables) === true;
}

function placeOf(error: { readonly range?: { readonly start: number } } | undefined): string {
  return error?.range === undefined ? '' : ` at character ${error.range.start + 1}`;
}
