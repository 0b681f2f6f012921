import { isJsonObject, type Json } from '../../../kernel/json.ts';
import { eventType, RUN_METRIC } from '../../../kernel/run.ts';
import { urnParts } from '../../../kernel/urn.ts';
import type { WatchRule } from './finding.ts';

/** A run of a job failed, until a later one completes. */
export const failedRuns: WatchRule = {
  name: 'failed-runs',
  metric: RUN_METRIC,
  findings({ of, key: runId, value, at }) {
    const type = eventType({ at, value });
    if (type !== 'FAIL' && type !== 'COMPLETE') return [];
    const title = `A run of ${urnParts(of).name} failed`;
    const wrong = { title, description: errorOf(value), harmless: null, labels: {}, details: { runId } };
    return [{ key: of, about: of, at, wrong: type === 'FAIL' ? wrong : null }];
  },
};

/** What the run itself says of it, by the facet `errorMessage`. */
function errorOf(value: Json): string | null {
  const facets = isJsonObject(value) ? value['facets'] : null;
  const facet = isJsonObject(facets) ? facets['errorMessage'] : null;
  const message = isJsonObject(facet) ? facet['message'] : null;
  return typeof message === 'string' ? message : null;
}
