import { badInput } from '../../../kernel/errors.ts';
import { formatTime } from '../../../kernel/time.ts';
import type { ReadAt } from '../../../store/ports.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { timeOf } from '../../kind/moment.ts';
import type { Arms } from './comparison.ts';
import type { Window } from './window.ts';

/** Whether a deployment moved a KPI. Both are read where it is asked. */
export interface EffectQuestion {
  readonly deployment: EntityObject;
  readonly kpi: EntityObject;
  /** The part of the business whose values count; null: the whole. */
  readonly segment: string | null;
  readonly arms: Arms;
}

/** As much of the window as has come by then. @throws BAD_USER_INPUT naming `since` */
export function upTo(at: ReadAt, { since, until }: Window, prefix = 'window.'): Window {
  const now = timeOf(at);
  if (since < now) return { since, until: until < now ? until : now };
  const place = `${prefix}since`;
  throw badInput(
    place,
    `${place}: expected a time before the answer’s moment, ${formatTime(now)}; came ${formatTime(since)}`,
  );
}
