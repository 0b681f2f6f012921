import {
  Args,
  ArgsType,
  createUnionType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  ObjectType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { Alert, AlertEventTypeEnum, alertOf, AlertFilter, type AlertEventType } from '../../domains/alerts/index.ts';
import type { RequestContext } from '../../domains/kind/context.ts';
import { owned } from '../../domains/kind/owner.ts';
import { DateTimeScalar, LogPositionScalar } from '../../domains/kind/scalars.ts';
import { formatPosition } from '../../kernel/cursor.ts';
import { ThroughlineError } from '../../kernel/errors.ts';
import { behind } from '../../kernel/moment.ts';
import type { Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { beginOf, FeedArgs, FeedGap, feedOf, FeedStart, readAnew, type Feed, type Follow } from '../feed.ts';
import { idsThere } from '../lookup.ts';
import { Path, pathAt } from '../path-types.ts';
import { resolved } from '../../domains/kind/moment-input.ts';
import { AlertScope, type AlertFits, type AlertItem } from './alert-scope.ts';

@ObjectType('AlertEvent', { simpleResolvers: true, description: 'Something that an alert did, as a feed delivers it.' })
class AlertEvent {
  @Field(() => LogPositionScalar, { description: 'Hand it in as `after` to go on behind this item.' })
  readonly position!: string;

  @Field(() => AlertEventTypeEnum, { description: 'What happened.' })
  readonly type!: AlertEventType;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  readonly at!: Micros;

  @Field(() => Alert, { description: 'The alert as this left it.' })
  readonly alert!: Alert;

  readonly item!: AlertItem;
  readonly scopes!: readonly Urn[];
}

const AlertFeedItem = createUnionType({
  name: 'AlertFeedItem',
  description: 'What a feed of alerts delivers: FeedStart first.',
  types: () => [FeedStart, AlertEvent, FeedGap] as const,
  resolveType: (item: object) => ('alert' in item ? AlertEvent : 'reason' in item ? FeedGap : FeedStart),
});

@ArgsType()
class AlertFeedArgs extends FeedArgs {
  @Field(() => [ID], {
    nullable: true,
    description:
      'Alerts on these under any of their names, and on anything upstream of them, as the graph is at each event. All ' +
      'alerts if absent, none ever if empty. An unknown one is NOT_FOUND.',
  })
  readonly scopes!: readonly string[] | null;

  @Field(() => AlertFilter, { nullable: true, description: 'Only some of these.' })
  readonly filter!: AlertFilter | null;
}

type FeedItem = FeedStart | FeedGap | AlertEvent;

@Resolver()
export class AlertFeed {
  @Subscription(() => AlertFeedItem, {
    name: 'alerts',
    description:
      'What alerts do, in order, with neither gap nor duplicate. An alert that is open already is told of when a relation ' +
      'brings what it is about upstream of a scope, and when one takes it away; what time alone brings about is not told.',
    subscribe: ({ args, context }) => alertFeed(args as AlertFeedArgs, context as RequestContext),
  })
  @owned('alerts')
  alertFeed(
    @Root() item: FeedItem,
    @Args(() => AlertFeedArgs) _args: AlertFeedArgs,
    @Ctx() context: RequestContext,
  ): FeedItem {
    readAnew(context);
    return item;
  }
}

@Resolver(() => AlertEvent)
export class AlertEventVia {
  @FieldResolver(() => Path, {
    nullable: true,
    description:
      'The shortest way from what the alert is about to a scope, that of the first scope that it reaches; of one that left ' +
      'as it was before. Null without scopes.',
  })
  async via(@Root() { item, scopes }: AlertEvent, @Ctx() { services }: RequestContext): Promise<Path | null> {
    const { alert, viaAt } = item;
    let limit: string | null = null;
    for (const to of alert.about === null ? [] : scopes) {
      const found = await services.traversal.paths({ from: alert.about as Urn, to, first: 1 }, resolved(viaAt));
      const [path] = found.paths;
      if (path !== undefined) return pathAt(path, viaAt);
      limit ??= found.limitHit;
    }
    if (limit === null) return null;
    throw new ThroughlineError('LIMIT_EXCEEDED', `via: a search for the way ended at its limit (${limit})`);
  }
}

/** @throws NOT_FOUND naming the scope, BAD_USER_INPUT naming `after`; where too much is upstream it does not open: LIMIT_EXCEEDED */
async function alertFeed({ scopes: texts, filter, after }: AlertFeedArgs, context: RequestContext): Promise<Feed> {
  const scopes = texts ? await idsThere(texts, 'scopes', context) : null;
  const begin = await beginOf(after, context);
  const follow: Follow = async (position) => {
    const scope = await AlertScope.at(position, scopes, fitsOf(filter), context);
    return async (changes) => (await scope.follow(changes)).map((item) => eventOf(item, scopes ?? []));
  };
  // What one position brings is worked out as a whole, also for whoever has seen some of it.
  const { position, ordinal } = begin.place;
  return feedOf(begin, context, follow, behind(ordinal === Number.MAX_SAFE_INTEGER ? position : position - 1));
}

function fitsOf(filter: AlertFilter | null | undefined): AlertFits {
  const { severities, kinds, events } = filter ?? {};
  return ({ type, alert }) => {
    const kind = alert.about === null ? null : urnParts(alert.about).kind;
    return (
      (severities?.includes(alert.props.severity) ?? true) &&
      (events?.includes(type) ?? true) &&
      (!kinds || (kind !== null && kinds.includes(kind)))
    );
  };
}

function eventOf(item: AlertItem, scopes: readonly Urn[]): AlertEvent {
  const { place, type, at, alert } = item;
  const position = formatPosition(place.position, place.ordinal);
  return { position, type, at, alert: alertOf(alert, { ...item.viaAt, position: place.position }), item, scopes };
}
