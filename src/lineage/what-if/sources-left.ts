import type { Urn } from '../../kernel/urn.ts';
import { wholeByName } from '../../projections/topology/membership.ts';
import type { ReachedLink } from '../traversal.ts';

/** Whether something still comes from anything that no change touches. */
export type SourcesLeft = 'NONE' | 'SOME';

/**
 * Of each of the affected: whether one of its links comes from what neither changes nor is affected, or from what has
 * such a source itself. What feeds itself in a circle has none.
 *
 * A whole beside one of its parts is no source of its own: the part says what of it is used.
 * @param into the links by which the affected come from anything, by the rules that a walk up has
 */
export function sourcesLeft(
  affected: readonly Urn[],
  into: readonly ReachedLink[],
  changed: ReadonlySet<Urn>,
): ReadonlyMap<Urn, SourcesLeft> {
  const left = new Map<Urn, SourcesLeft>(affected.map((id) => [id, 'NONE']));
  const sources = new Map<Urn, Set<Urn>>();
  for (const { from, to } of into) {
    if (!left.has(to)) continue;
    const known = sources.get(to);
    if (known === undefined) sources.set(to, new Set([from]));
    else known.add(from);
  }
  const out = new Map<Urn, Urn[]>();
  const open: Urn[] = [];
  function take(id: Urn): void {
    if (left.get(id) === 'SOME') return;
    left.set(id, 'SOME');
    open.push(id);
  }
  for (const [to, from] of sources) {
    const wholes = new Set([...from].map(wholeByName));
    for (const source of from) {
      if (changed.has(source) || wholes.has(source)) continue;
      if (!left.has(source)) take(to);
      else if (out.has(source)) out.get(source)!.push(to);
      else out.set(source, [to]);
    }
  }
  for (let id = open.pop(); id !== undefined; id = open.pop()) for (const to of out.get(id) ?? []) take(to);
  return left;
}
