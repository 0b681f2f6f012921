import { Field, Int, ObjectType } from 'type-graphql';
import type { FoundPath } from '../lineage/traversal.ts';
import type { ReadAt } from '../store/ports.ts';
import { Answer, LineageLink, LineageNode, nodeAt } from './lineage-types.ts';
import { linkAt } from './walk-query.ts';

@ObjectType('Path', { simpleResolvers: true, description: 'A way along which data flows, from node to node.' })
export class Path {
  @Field(() => [LineageNode], {
    description: 'Its nodes in order; the depth of each is its place on the path, from 0.',
  })
  readonly nodes!: readonly LineageNode[];

  @Field(() => [LineageLink], {
    description: 'From each node to the next; of several between the same two the surest.',
  })
  readonly links!: readonly LineageLink[];

  @Field(() => Int, { description: 'How many links it has.' })
  readonly length!: number;
}

@ObjectType('Paths', { simpleResolvers: true, description: 'The first paths from one entity to another.' })
export class Paths {
  @Field(() => [Path], {
    description:
      'Those that come to no entity twice: of fewest links first, then the surer, then by ids. Two differ where their nodes do.',
  })
  readonly paths!: readonly Path[];

  @Field(() => Boolean, { description: 'Whether these are all there are.' })
  readonly exhaustive!: boolean;

  @Field(() => Answer, {
    description: 'How honest the answer is; limitHit is PATHS where there are more than were asked for.',
  })
  readonly answer!: Answer;
}

export function pathAt({ nodes, links }: FoundPath, place: ReadAt): Path {
  return {
    nodes: nodes.map((id, depth) => nodeAt(id, depth, place)),
    links: links.map((link) => linkAt(link, place)),
    length: links.length,
  };
}
