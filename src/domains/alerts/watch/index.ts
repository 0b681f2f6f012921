import { isJsonObject, type Json } from '../../../kernel/json.ts';
import type { Urn } from '../../../kernel/urn.ts';
import { EVERYBODY } from '../../../kernel/viewer.ts';
import type { Change, Lease, ReadAt } from '../../../store/ports.ts';
import { decide, isWritten, type Question } from '../../kind/decide.ts';
import { whenTold } from '../../kind/moment.ts';
import type { Services } from '../../services.ts';
import { streamOf, type Raising } from '../alert.ts';
import { failedAssertions } from './failed-assertions.ts';
import { failedRuns } from './failed-runs.ts';
import { detailsAt, judged, type Finding, type WatchRule } from './finding.ts';

export const WATCH_RULES: readonly WatchRule[] = [failedRuns, failedAssertions];

/** Who decides what rules find; the alert itself says which rule it was. */
const SOURCE = 'watch';

/** What stands downstream makes it a matter that has to be seen to at once. */
const COUNTS = { DEPLOYMENT: 'deployment', BUSINESS_KPI: 'business KPI' } as const;
/** Of one thing so many of the newest observations are looked at for one that is newer than what came late. */
const NEWEST = 100;

/** What was found, by which rule, at which change. */
export interface Found {
  readonly rule: WatchRule;
  readonly finding: Finding;
  readonly change: Change;
}

/** What all rules find in these changes, in order. */
export function findIn(changes: readonly Change[]): Found[] {
  return changes.flatMap((change) =>
    WATCH_RULES.flatMap((rule) => findingsIn(change, rule).map((finding) => ({ rule, finding, change }))),
  );
}

/**
 * Raises and ends alerts by what was found, all of it in one transaction with how far the consumer has come by it.
 * @returns whether there was anything to be decided: otherwise nothing was written
 * @throws as `decide`
 */
export async function takeFindings(found: readonly Found[], consumed: Lease, services: Services): Promise<boolean> {
  const questions: Question[] = [];
  for (const { rule, finding, change } of found) {
    const at = whenTold(change, EVERYBODY);
    // What came late is no news where something newer of the same key is known: only what is wrong is worth the look.
    if (finding.wrong !== null && (await isOverSince(rule, finding, at, services))) continue;
    const said = await raisingOf(rule, finding, at, services);
    questions.push({ stream: streamOf(rule.name, finding.key), judge: judged(finding, said) });
  }
  const { verdicts } = await decide(services, questions, { scope: SOURCE, source: SOURCE, consumed });
  return isWritten(verdicts);
}

function findingsIn({ type, entity: of, at, after }: Change, { metric, findings }: WatchRule): readonly Finding[] {
  if (type !== 'OBSERVED' || !isJsonObject(after) || after['metric'] !== metric) return [];
  return findings({ of, key: after['key'] as string, value: after['value'] as Json, at });
}

async function isOverSince(rule: WatchRule, { key, about, at }: Finding, place: ReadAt, services: Services) {
  const query = { metric: rule.metric, first: NEWEST, after: null };
  const [page] = await services.store.graph.observations([about], query, place);
  return (page?.items ?? []).some(({ key: observation, events }) =>
    events.some((event) => {
      if (event.at <= at) return false;
      const observed = { of: about, key: observation, value: event.value, at: event.at };
      return rule.findings(observed).some((finding) => finding.key === key && finding.wrong === null);
    }),
  );
}

async function raisingOf(rule: WatchRule, finding: Finding, at: ReadAt, services: Services): Promise<Raising> {
  const about = services.aliases.namesOf(finding.about, at)[0] ?? finding.about;
  const { wrong } = finding;
  const weight = wrong === null ? NO_WEIGHT : await weighed(about, wrong.harmless, at, services);
  return {
    ...{ source: rule.name, key: finding.key, about, since: finding.at, ...weight },
    title: wrong?.title ?? '',
    description: wrong?.description ?? null,
    labels: wrong?.labels ?? {},
    details: detailsAt(finding.at, wrong?.details ?? {}),
  };
}

const NO_WEIGHT = { severity: 'INFORMATIONAL', reason: '' } as const;

/** How urgent it is, by what the graph says stood downstream when it was told. */
async function weighed(about: Urn, harmless: string | null, at: ReadAt, services: Services) {
  if (harmless !== null) return { severity: 'INFORMATIONAL', reason: harmless } as const;
  const { counts } = await services.traversal.impact({ of: [about], targets: new Set() }, at);
  const hit = Object.entries(COUNTS).flatMap(([kind, name]) => {
    const count = counts.get(kind) ?? 0;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  if (hit.length === 0) {
    return { severity: 'INFORMATIONAL', reason: 'No deployment and no business KPI stands downstream.' } as const;
  }
  return { severity: 'CRITICAL', reason: `Downstream of it: ${hit.join(' and ')}.` } as const;
}
