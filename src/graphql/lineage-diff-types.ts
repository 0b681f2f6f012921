import { Field, ObjectType } from 'type-graphql';
import { Count, PageInfo } from '../domains/kind/connection.ts';
import { Answer, LineageLink, LineageNode } from './lineage-types.ts';

@ObjectType('LineageDiff', {
  simpleResolvers: true,
  description:
    'How what a walk meets differs between two moments. Pages are over all nodes of both, by depth and id, whether they differ or not.',
})
export class LineageDiff {
  @Field(() => [LineageNode], { description: 'Those on this page that only the head met; read there.' })
  readonly addedNodes!: readonly LineageNode[];

  @Field(() => [LineageNode], { description: 'Those on this page that only the base met; read there.' })
  readonly removedNodes!: readonly LineageNode[];

  @Field(() => [LineageNode], {
    description:
      'Those on this page that both met, and of which something else is said: of their properties, whether they are described, or retired. Read at the head.',
  })
  readonly changedNodes!: readonly LineageNode[];

  @Field(() => [LineageLink], {
    description: 'The links that only the head met, and whose later-ranked end is on this page.',
  })
  readonly addedLinks!: readonly LineageLink[];

  @Field(() => [LineageLink], {
    description: 'The links that only the base met, and whose later-ranked end is on this page.',
  })
  readonly removedLinks!: readonly LineageLink[];

  @Field(() => Count, { description: 'How many nodes both have together, over all pages.' })
  readonly total!: Count;

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Answer, { description: 'How honest the walk at the base is.' })
  readonly base!: Answer;

  @Field(() => Answer, {
    description: 'How honest the walk at the head is. Where either was cut short, what lies behind may seem to differ.',
  })
  readonly head!: Answer;
}
