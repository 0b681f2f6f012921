import type { GraphQLError } from 'graphql';
import type { Path } from './run.ts';

/** The errors of one execution: one for each position that it made null. */
export interface Errors {
  readonly list: readonly GraphQLError[];
  /** @param path the position that it makes null; undefined: the whole. What was nulled already has no further error */
  add(error: GraphQLError, path: Path | undefined): void;
}

export function createErrors(): Errors {
  const list: GraphQLError[] = [];
  const nulled = new Set<Path | undefined>();
  return {
    list,
    add(error, path) {
      if (nulled.size > 0 && isNulled(path, nulled)) return;
      nulled.add(path);
      list.push(error);
    },
  };
}

function isNulled(path: Path | undefined, nulled: ReadonlySet<Path | undefined>): boolean {
  for (let at = path; at !== undefined; at = at.prev) if (nulled.has(at)) return true;
  return nulled.has(undefined);
}
