import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { DecidedArgs, decidedPage, readScope, type DecidedList } from '../kind/decided-page.ts';
import type { RequestContext } from '../kind/context.ts';
import { Entity, READ_AT, type EntityObject } from '../kind/entity.ts';
import { owned } from '../kind/owner.ts';
import type { AlertRecord } from './alert.ts';
import { alertOf, AlertConnection, type Alert } from './alert-type.ts';

@ArgsType()
class AlertsArgs extends DecidedArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description:
      'True: those that are not resolved, at an earlier moment those that were not by then. False: the others. Null: all.',
  })
  readonly open!: boolean | null;
}

@ArgsType()
class AllAlertsArgs extends AlertsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only those of which is not known what they are about.',
  })
  readonly unmapped!: boolean | null;
}

@Resolver(() => Entity)
export class AlertLists {
  @FieldResolver(() => AlertConnection, {
    nullable: true,
    description: 'Alerts on this very entity, those that began last first; not those on what stands upstream of it.',
  })
  @owned('alerts')
  alerts(@Root() root: EntityObject, @Args(() => AlertsArgs) args: AlertsArgs, @Ctx() context: RequestContext) {
    const { id, [READ_AT]: place } = root;
    const list = alertList(args.open, ['alerts', id], (query, at) => context.read.decidedOn(id, query, at));
    return decidedPage(args, list, place, context);
  }
}

@Resolver()
export class AllAlerts {
  @Query(() => AlertConnection, { description: 'Alerts on anything, those that began last first.' })
  @owned('alerts')
  alerts(@Args(() => AllAlertsArgs) args: AllAlertsArgs, @Ctx() context: RequestContext) {
    const scope = args.unmapped === true ? 'NOTHING' : 'ALL';
    return decidedPage(args, alertList(args.open, ['alerts', scope], readScope(scope, context)), context.at, context);
  }
}

function alertList(
  open: boolean | null,
  question: DecidedList<Alert>['question'],
  read: DecidedList<Alert>['read'],
): DecidedList<Alert> {
  return { kind: 'ALERT', open, question, read, nodeOf: (record, at) => alertOf(record as AlertRecord, at) };
}
