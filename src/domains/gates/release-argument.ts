import { badInput, ThroughlineError } from '../../kernel/errors.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { parseUrn, urnParts } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { there } from '../kind/there.ts';
import { releasables } from '../registry/index.ts';

const RELEASABLE = new Set(releasables.map(({ kind }) => kind as string));

/** @throws BAD_USER_INPUT or NOT_FOUND naming the argument; CONFLICT for one that was retired by then */
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
  const release = await there(id, argument, at, context);
  const { name, retiredAt } = release;
  if (retiredAt === null) return release;
  const message = `${argument}: expected a release that is there; ${name} was retired at ${formatTime(retiredAt as Micros)}`;
  throw new ThroughlineError('CONFLICT', message, { argument });
}
