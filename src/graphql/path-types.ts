import { Field, Int, ObjectType } from 'type-graphql';
import type { FoundPath } from '../lineage/traversal.ts';
import type { ReadAt } from '../store/ports.ts';
import { LineageLink, LineageNode } from './lineage-types.ts';
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

export function pathAt({ nodes, links }: FoundPath, place: ReadAt): Path {
  return {
    nodes: nodes.map((id, depth) => ({ id, depth, at: place })),
    links: links.map((link) => linkAt(link, place)),
    length: links.length,
  };
}
