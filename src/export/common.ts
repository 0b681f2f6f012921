import type { RequestContext } from '../domains/kind/context.ts';
import { readAtMoment, standingAt, urnArguments, type MomentInput, type Standing } from '../graphql/index.ts';
import type { Urn } from '../kernel/urn.ts';
import { required, textOf, textsOf, type Query } from './parameters.ts';

/** The parameters that every export takes; `format` is read by whoever writes the table. */
export const COMMON = ['of', 'asOf', 'knownAt', 'what', 'format'] as const;

/** From where and when an export is asked for. */
export interface Asked {
  readonly of: readonly Urn[];
  readonly moment: MomentInput;
  readonly standing: Standing;
}

/** @throws BAD_USER_INPUT or BEFORE_HISTORY naming the parameter */
export async function readAsked(query: Query, context: RequestContext): Promise<Asked> {
  const of = urnArguments(required(textsOf(query, 'of'), 'of'), 'of', context);
  const moment = { asOf: textOf(query, 'asOf'), knownAt: textOf(query, 'knownAt') };
  return { of, moment, standing: standingAt(await readAtMoment(moment, context, '')) };
}
