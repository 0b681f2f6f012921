import type { Connection } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { rankedList, type ListArgs, type Listed } from '../domains/kind/ranked-page.ts';
import type { Json } from '../kernel/json.ts';
import { standingAt, type Standing } from './standing.ts';

/** As `rankedList`, of what is walked. @param list is given this standing itself where no cursor names another */
export function listPage<T>(
  question: Json,
  standing: Standing,
  args: ListArgs,
  context: RequestContext,
  list: (standing: Standing) => Promise<Listed<T>>,
): Promise<Connection<T>> {
  return rankedList(question, standing.place, args, context, (place) =>
    list(place === standing.place ? standing : standingAt(place)),
  );
}
