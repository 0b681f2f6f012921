import { AlertFields } from './alert-fields.ts';
import { AlertLists, AllAlerts } from './lists.ts';
import { AlertMutations } from './mutations.ts';

export { alertIn, isOpen, type AlertEventType, type AlertRecord, type Severity } from './alert.ts';
export { firstDecisions, takeSignals, type AlertSignal } from './signals.ts';
export { findIn, takeFindings } from './watch/index.ts';
export { Alert, alertType, AlertEventType as AlertEventTypeEnum, alertOf, AlertSeverity } from './alert-type.ts';

export const alertResolvers = [AlertFields, AlertLists, AllAlerts, AlertMutations];
