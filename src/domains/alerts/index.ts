import 'reflect-metadata';
import { AlertFields } from './alert-fields.ts';
import { AlertLists, AllAlerts } from './lists.ts';
import type { DecidedType } from '../kind/decided-type.ts';
import { alertType } from './alert-type.ts';
import { AlertMutations } from './mutations.ts';
import { WebhookFields, Webhooks } from './webhooks/lists.ts';
import { WebhookMutations } from './webhooks/mutations.ts';
import { deadLetterType, webhookType } from './webhooks/webhook-type.ts';

export { alertIn, isOpen, streamOf as alertStream, type AlertEventType, type AlertRecord } from './alert.ts';
export { alertsDuring, type AlertsDuring } from './during.ts';
export { inOneLine, keepable, MOST_OF_ALERT } from './texts.ts';
export { firstDecisions, takeSignals, type AlertSignal } from './signals.ts';
export { burying, isLetterOf, trying, type DeadLetterRecord, type Undelivered } from './webhooks/dead-letter.ts';
export { begunAnew, delivererOf, deliveryNow, type DeliveryState } from './webhooks/delivery.ts';
export { generationsOf, messageId, pausing, viewerOf, type WebhookRecord } from './webhooks/webhook.ts';
export { failedAssertions } from './watch/failed-assertions.ts';
export { findIn, takeFindings, type Found } from './watch/index.ts';
export { AlertFilter } from './alert-filter.ts';
export { Alert, AlertEventType as AlertEventTypeEnum, alertOf } from './alert-type.ts';

export const alertResolvers = [
  ...[AlertFields, AlertLists, AllAlerts, AlertMutations],
  ...[WebhookFields, Webhooks, WebhookMutations],
];

export const alertTypes: readonly DecidedType[] = [alertType, webhookType, deadLetterType];
