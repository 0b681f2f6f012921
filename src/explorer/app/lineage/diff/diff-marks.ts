import { linkKey, merge, type CanvasGraph, type Decoration, type Decorations, type Tone } from '../../canvas/graph.ts';
import type {
  LineageDiffQuery,
  LineageLinkPartsFragment,
  LineageNodePartsFragment,
} from '../../generated/operations.ts';
import { graphOf } from '../shown-graph.ts';
import { differingLinks } from './differing-links.ts';

type Diff = LineageDiffQuery['lineageDiff'];

const SIGNS = { added: '+', changed: '~', removed: '−' } as const;

/** What stands at the head, and what is gone since the base. */
export function graphOfBoth(
  head: CanvasGraph,
  { addedNodes, removedNodes, addedLinks, removedLinks }: Diff,
): CanvasGraph {
  return merge(head, graphOf({ nodes: [...addedNodes, ...removedNodes], links: [...addedLinks, ...removedLinks] }));
}

/** What differs, by its colour and its sign. */
export function diffMarks(diff: Diff): Decorations {
  const links = differingLinks(diff);
  return {
    nodes: new Map([
      ...nodesAs('changed', diff.changedNodes),
      ...nodesAs('removed', diff.removedNodes),
      ...nodesAs('added', diff.addedNodes),
    ]),
    links: new Map([
      ...linksAs('removed', links.removed),
      ...linksAs('added', links.added),
      ...linksAs(
        'changed',
        links.changed.map(({ after }) => after),
      ),
    ]),
  };
}

function nodesAs(tone: keyof typeof SIGNS, nodes: readonly LineageNodePartsFragment[]): Array<[string, Decoration]> {
  return nodes.map(({ id }) => [id, { tone, badge: SIGNS[tone] }]);
}

function linksAs(tone: Tone, links: readonly LineageLinkPartsFragment[]): Array<[string, Tone]> {
  return links.map((link) => [linkKey(link), tone]);
}
