import { ThroughlineError } from '../../kernel/errors.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';
import type { EntityObject } from './entity.ts';

export function noSuch(id: Urn, argument: string): ThroughlineError {
  return new ThroughlineError('NOT_FOUND', `${argument}: there is no ${id}`, { argument });
}

/** @throws NOT_FOUND naming the argument, for what was not there by then */
export async function there(id: Urn, argument: string, at: ReadAt, context: RequestContext): Promise<EntityObject> {
  const entity = await context.read.entity(id, at);
  if (entity === null) throw noSuch(id, argument);
  return entity;
}
