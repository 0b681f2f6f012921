import type { Connector } from './connector.ts';
import { alertmanager } from './alertmanager/index.ts';
import type { LabelRule } from './alertmanager/mapping.ts';
import { openLineage } from './openlineage/index.ts';

export { DEFAULT_RULES, parseRules, type LabelRule } from './alertmanager/mapping.ts';

/** The connectors that the server mounts. @param rules how labels of Alertmanager name what an alert is about */
export function connectorsWith(rules: readonly LabelRule[]): readonly Connector[] {
  return [openLineage, alertmanager(rules)];
}
