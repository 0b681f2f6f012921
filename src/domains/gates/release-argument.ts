import { badInput, ThroughlineError } from '../../kernel/errors.ts';
import { parseUrn, urnParts } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { releasables } from '../registry/index.ts';

const RELEASABLE = new Set(releasables.map(({ kind }) => kind as string));

/** @throws BAD_USER_INPUT or NOT_FOUND naming the argument */
export async function releaseNamed(
  text: string,
  argument: string,
  at: ReadAt,
  context: RequestContext,
): Promise<EntityObject> {
  const id = parseUrn(text, argument);
  if (!RELEASABLE.has(urnParts(id).kind)) {
    throw badInput(argument, `${argument}: expected one of ${[...RELEASABLE].join(', ')}; came ${id}`);
  }
  const release = await context.read.entity(id, at);
  if (release !== null) return release;
  throw new ThroughlineError('NOT_FOUND', `${argument}: there is no ${id}`, { argument });
}
