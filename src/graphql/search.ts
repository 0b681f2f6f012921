import { Args, ArgsType, Ctx, Field, Float, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { checkValues, LIMITS, pageSize } from '../domains/kind/arguments.ts';
import { Count, countOf, PageInfo } from '../domains/kind/connection.ts';
import type { RequestContext } from '../domains/kind/context.ts';
import { Entity, EntityKind, type EntityObject } from '../domains/kind/entity.ts';
import { owned } from '../domains/kind/owner.ts';
import { placeBehind } from '../domains/kind/page.ts';
import { PageCursorScalar } from '../domains/kind/scalars.ts';
import { formatCursor, isCount } from '../kernel/cursor.ts';
import { badInput } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { urnArguments } from './lookup.ts';

@InputType('SearchFilter', { description: 'Which entities to search; all that is given must hold.' })
export class SearchFilter {
  @Field(() => [EntityKind], { nullable: true, description: 'Of these kinds.' })
  readonly kinds!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'In these namespaces.' })
  readonly namespaces!: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Owned by any of these: URNs of people and teams.' })
  readonly owners!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'With all of these tags.' })
  readonly tags!: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'False: only stubs; true: only what is described.' })
  readonly described!: boolean | null;
}

@ArgsType()
class SearchArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Words; the last may be the beginning of one. Absent: all that fit the filter.',
  })
  readonly text!: string | null;

  @Field(() => SearchFilter, { nullable: true, description: 'Which entities to search.' })
  readonly filter!: SearchFilter | null;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many, 1 to 1,000.' })
  readonly first!: number | null;

  @Field(() => PageCursorScalar, {
    nullable: true,
    description: 'The endCursor of the page before; all other arguments as they were.',
  })
  readonly after!: string | null;
}

@ObjectType('EntitySearchEdge', { simpleResolvers: true, description: 'A hit of a search.' })
class EntitySearchEdge {
  @Field(() => PageCursorScalar, { description: 'Its place: hand it in as `after` for what comes behind it.' })
  readonly cursor!: string;

  @Field(() => Entity, { description: 'What was found.' })
  readonly node!: EntityObject;

  @Field(() => Float, { description: 'How well it fits; comparable within one answer only.' })
  readonly score!: number;

  @Field(() => [String], {
    description: 'The attributes whose words matched; empty where its name is but spelt alike.',
  })
  readonly matched!: readonly string[];
}

@ObjectType('FacetValue', { simpleResolvers: true, description: 'One value of a facet.' })
class FacetValue {
  @Field(() => String, { description: 'The value; of owners their URN.' })
  readonly value!: string;

  @Field(() => Count, { description: 'How many hits have it.' })
  readonly count!: Count;
}

@ObjectType('Facet', { simpleResolvers: true, description: 'How the hits spread over one attribute.' })
class Facet {
  @Field(() => String, { description: 'The attribute.' })
  readonly name!: string;

  @Field(() => [FacetValue], { description: 'Its values, the most frequent first.' })
  readonly values!: readonly FacetValue[];
}

@ObjectType('EntitySearchConnection', { simpleResolvers: true, description: 'A page of hits.' })
class EntitySearchConnection {
  @Field(() => [EntitySearchEdge], { description: 'The hits, best first.' })
  readonly edges!: readonly EntitySearchEdge[];

  @Field(() => [Entity], { description: 'The entities alone.' })
  readonly nodes!: readonly EntityObject[];

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  readonly pageInfo!: PageInfo;

  @Field(() => Count, { description: 'How many hits there are over all pages.' })
  readonly total!: Count;

  @Field(() => [Facet], { description: 'How all hits spread.' })
  readonly facets!: readonly Facet[];
}

@Resolver()
export class SearchQuery {
  @Query(() => EntitySearchConnection, {
    description:
      'Finds entities by words, and counts them by facets. Where nothing has all the words, names that are spelt much ' +
      'alike come in their stead, with nothing `matched`.',
  })
  @owned('lineage')
  async search(
    @Args(() => SearchArgs) args: SearchArgs,
    @Ctx() context: RequestContext,
  ): Promise<EntitySearchConnection> {
    const filter = args.filter ?? null;
    checkValues(args.text, 'text');
    const length = args.text?.length ?? 0;
    if (length > LIMITS.searchText) {
      throw badInput('text', `text: expected at most ${LIMITS.searchText} characters; came ${length}`);
    }
    checkValues(filter?.namespaces ?? [], 'filter.namespaces');
    checkValues(filter?.tags ?? [], 'filter.tags', LIMITS.tags);
    const question = [args.text ?? null, filter as unknown as Json] as Json;
    const place = await placeBehind(args.after, question, isHitPlace, context.at, context);
    const page = await context.services.search.query({
      text: args.text ?? null,
      kinds: filter?.kinds ?? null,
      namespaces: filter?.namespaces ?? null,
      owners: filter?.owners ? urnArguments(filter.owners, 'filter.owners', context) : null,
      tags: filter?.tags ?? null,
      described: filter?.described ?? null,
      first: pageSize(args.first, 20),
      after: place.behind === null ? null : { snapshot: place.behind[0], offset: place.behind[1] },
      facets: true,
      viewer: context.viewer,
    });
    // Later pages stand where the first one stood, and none ahead of what the request sees.
    const position = Math.min(page.position, place.at.position);
    const at = { ...context.at, position };
    const entities = await Promise.all(page.hits.map((hit) => context.read.entity(hit.id, at)));
    const cursorBehind = (offset: number) => formatCursor(question, { position, key: [page.snapshot, offset] });
    const seen = new Set<string>();
    const edges = page.hits.flatMap((hit, index) => {
      const node = entities[index];
      // Of a thing that was found by several of its names the best hit counts.
      if (node === null || node === undefined || seen.has(node.id)) return [];
      seen.add(node.id);
      const { score, matched } = hit;
      return [{ node, score, matched, cursor: cursorBehind(page.offset + index + 1) }];
    });
    return {
      edges,
      nodes: edges.map((edge) => edge.node),
      pageInfo: {
        hasNextPage: page.hasNext,
        hasPreviousPage: page.offset > 0,
        startCursor: edges[0]?.cursor ?? null,
        // By what was found, not by what is shown: behind a page without any others may follow.
        endCursor: page.hits.length === 0 ? null : cursorBehind(page.offset + page.hits.length),
      },
      total: countOf(page.total.value, page.total.exact),
      facets: page.facets.map(({ name, values }) => ({
        name,
        values: values.map(({ value, count }) => ({ value, count: countOf(count) })),
      })),
    };
  }
}

/** What the first page was cut from, and how many hits stand before this one. */
function isHitPlace(key: Json): key is readonly [snapshot: string, skip: number] {
  return Array.isArray(key) && key.length === 2 && typeof key[0] === 'string' && isCount(key[1]);
}
