interface Entity {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly owners: readonly { readonly name: string }[];
}
interface Walk {
  readonly nodes: readonly { readonly depth: number; readonly entity: Entity }[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly confidence: number }[];
}
interface Definition {
  readonly formula: string;
  readonly weight: number;
}

interface OpenAlert {
  readonly severity: string;
  readonly title: string;
  readonly entity: {
    readonly impact: { readonly kpis: { readonly nodes: readonly { readonly kpi: { readonly name: string } }[] } };
  };
}
interface FollowedAlert {
  readonly type: string;
  readonly alert?: { readonly title: string };
  readonly via: { readonly length: number };
}

/** What is gathered from an answer to one line of the README, by operation. Each takes the answer's `data`. */
export const ESSENCES: Readonly<Record<string, (data: never) => string>> = {
  DownstreamOfADataset({ lineage }: { lineage: Walk }) {
    const many = (kind: string) => ofKind(lineage, kind).length;
    return `${reach(lineage)}, among them ${many('BUSINESS_KPI')} KPIs and ${many('DEPLOYMENT')} deployments`;
  },
  UpstreamOfAKpi({ lineage }: { lineage: Walk }) {
    const owners = new Set(lineage.nodes.flatMap(({ entity }) => entity.owners.map(({ name }) => name)));
    return `${reach(lineage)}; ${owners.size} people and teams answer for them`;
  },
  ColumnToKpis({ lineage }: { lineage: Walk }) {
    const kpis = ofKind(lineage, 'BUSINESS_KPI').join(', ');
    return `${kpis}, by way of ${ofKind(lineage, 'FEATURE').join(', ')}`;
  },
  SourcesOfAKpi({ lineage }: { lineage: Walk }) {
    return lineage.links.map(({ from, confidence }) => `${lastPart(from)}, as sure as ${confidence}`).join('; ');
  },
  WhatServes({ deployments }: { deployments: { nodes: readonly Deployment[] } }) {
    const several = deployments.nodes.filter(({ serving }) => serving.some(({ stage }) => stage === 'CANARY'));
    const share = ({ released, stage, trafficShare }: Release) =>
      `${released.name} with ${trafficShare * 100} % in ${stage}`;
    return several.map(({ name, serving }) => `on ${name} ${serving.map(share).join(', ')}`).join('; ');
  },
  LeftBehind({
    people,
  }: {
    people: { nodes: readonly { displayName: string; owns: readonly { lineage: Walk }[] }[] };
  }) {
    const each = people.nodes.map(({ displayName, owns }) => {
      const deployments = owns.map(({ lineage }) => ofKind(lineage, 'DEPLOYMENT'));
      const names = [...new Set(deployments.flat())].join(', ');
      const many = deployments.filter(({ length }) => length > 0).length;
      return `${displayName} owns ${owns.length} things still, and ${names} depends on ${many} of them`;
    });
    return each.join('; ');
  },
  Search({ search }: { search: { total: { value: number }; edges: readonly { node: Entity }[] } }) {
    return `${search.total.value} hits, the best one ${search.edges[0]?.node.name}`;
  },
  RunsOfJobs({ jobs }: { jobs: { nodes: readonly { name: string; runs: { nodes: readonly Run[] } }[] } }) {
    const failed = jobs.nodes.filter(({ runs }) => runs.nodes[0]?.state === 'FAIL');
    return failed.map(({ name, runs }) => `${name} failed last: ${runs.nodes[0]?.errorMessage}`).join('; ');
  },
  KpiThenAndNow({ now, before }: Record<'now' | 'before', { definition: Definition }>) {
    const said = ({ definition: { formula, weight } }: { definition: Definition }) =>
      `“${formula}” of weight ${weight}`;
    return `${said(before)} became ${said(now)}`;
  },
  LargestDatasets({ datasets }: { datasets: { nodes: readonly { name: string; rowCount: number }[] } }) {
    const [first, second] = datasets.nodes.map(({ name, rowCount }) => `${name} with ${thousands(rowCount)} rows`);
    return `${first}, then ${second}`;
  },
  HistoryOfADataset({ entity }: { entity: { history: { nodes: readonly HistoryItem[] } } }) {
    const columns = entity.history.nodes.filter(({ type }) => type === 'SCHEMA_CHANGED');
    const day = columns[0]?.at.slice(0, 10) ?? '';
    const moved = columns.filter(({ at }) => at.startsWith(day));
    return `${day}: ${moved.map(({ other, before }) => `${lastPart(other)} ${before === null ? 'came' : 'went'}`).join(', ')}`;
  },
  RunBehindAVersion({ entity }: { entity: { producedBy: { runName: string; changeNote: string } } }) {
    return `${entity.producedBy.runName}: ${entity.producedBy.changeNote}`;
  },
  FeaturesOfAView({ entity }: { entity: { features: { nodes: readonly unknown[] }; servedBy: Walk } }) {
    return `${entity.features.nodes.length} features, for ${ofKind(entity.servedBy, 'DEPLOYMENT').join(' and ')}`;
  },
  FollowChanges(items: readonly { entityChanges: { change?: { type: string; entity: Entity } } }[]) {
    const said = items.map(({ entityChanges: { change } }) =>
      change === undefined ? 'where it begins' : `${change.entity.name} ${change.type}`,
    );
    return `${said.join(', ')}, …`;
  },
  KpisAtRisk({ impact }: { impact: { kpis: { nodes: readonly AtRisk[] }; owners: { total: { value: number } } } }) {
    const most = impact.kpis.nodes.slice(0, 3).map(({ kpi, risk }) => `${kpi.name} with ${risk}`);
    return `${impact.kpis.nodes.length} KPIs, most of all ${most.join(', ')}; ${impact.owners.total.value} people and teams to tell`;
  },
  PathsBetween({ paths: { paths, exhaustive } }: { paths: { paths: readonly Path[]; exhaustive: boolean } }) {
    const lengths = paths.map(({ length }) => length);
    return `${exhaustive ? '' : 'the first '}${lengths.length} ways, of ${Math.min(...lengths)} to ${Math.max(...lengths)} steps`;
  },
  RootCauses({
    rootCauses: { causes, total },
  }: {
    rootCauses: { causes: readonly Cause[]; total: { value: number } };
  }) {
    const [first] = causes;
    return `${first?.entity.name}, of ${total.value}: ${first?.kind} on ${first?.at.slice(0, 10)}`;
  },
  WhatIf({ whatIf }: { whatIf: Thought }) {
    const { verdict, consumers, affected, impact } = whatIf;
    const [consumer] = consumers.nodes;
    const kpis = impact.kpis.nodes.map(({ kpi }) => kpi.name).join(', ');
    return `${verdict}: ${consumer?.job.name} has to change first, ${affected.total.value} things are affected, and ${kpis} with them; ${impact.owners.nodes.length} people and teams to tell`;
  },
  OpenAlerts({ alerts }: { alerts: { nodes: readonly OpenAlert[] } }) {
    const critical = alerts.nodes.filter(({ severity }) => severity === 'CRITICAL');
    const said = critical.map(
      ({ title, entity }) => `${title} (${entity.impact.kpis.nodes.map(({ kpi }) => kpi.name).join(', ')})`,
    );
    return `${alerts.nodes.length} alerts, of which urgent: ${said.join('; ')}`;
  },
  FollowAlerts(items: readonly { alerts: FollowedAlert }[]) {
    const said = items.map(({ alerts }) =>
      alerts.alert === undefined
        ? 'where it begins'
        : `${alerts.type}: ${alerts.alert.title}, ${alerts.via.length} links away`,
    );
    return `${said.join('; ')}, …`;
  },
  ReleaseDiff({ releaseDiff: { from, to, differences, unknown } }: { releaseDiff: Diff }) {
    const { nodes, total } = differences;
    const said = nodes.map(({ aspect, type, name }) => `${aspect} ${type} ${name}`);
    return `${from.name} and ${to.name} differ in ${total.value} things, from ${said[0]} to ${said.at(-1)}; ${unknown.length} parts are not known`;
  },
  KpiEffect({ kpiEffect: { kpi, definition, verdict, estimate, interval, releases } }: { kpiEffect: Effect }) {
    const names = releases.map(({ released }) => released.name).join(', ');
    const [more, low, high] = [estimate, interval.low, interval.high].map(Math.round);
    return `${names} is ${verdict} for ${kpi.name}: ${more} ${definition.unit} more, ${low} to ${high} by 95 %`;
  },
  ModelScorecard({ modelScorecard: { versions } }: { modelScorecard: { versions: { nodes: readonly Scored[] } } }) {
    const judged = versions.nodes.flatMap(({ version, metrics, effects }) => {
      const known = effects.filter(({ sample, effect }) => sample === 'AFTER' && effect.verdict !== 'INCONCLUSIVE');
      return known.map(({ stage, effect: { kpi, verdict } }) => {
        return `${version.name}, of auc_pr ${metrics['auc_pr']}, is ${verdict} for ${kpi.name} (${stage})`;
      });
    });
    return `${versions.nodes.length} versions: ${judged.join('; ')}`;
  },
  OffCourse({ kpisBelowTarget, modelsWithoutKpi }: { kpisBelowTarget: Missed; modelsWithoutKpi: Missed }) {
    const missed = kpisBelowTarget.nodes.map(({ kpi, gap }) => `${kpi.name} by ${Math.round(gap * 100) / 100}`);
    return `${missed.join(', ')}; ${modelsWithoutKpi.total.value} models that no KPI judges`;
  },
  MayItGo({ promotionReadiness: { release, ready, requirements } }: { promotionReadiness: Readiness }) {
    const open = requirements.filter(({ verdict }) => verdict !== 'PASS').map(({ type }) => type);
    const what = ready ? 'may go' : `may not go: ${open.join(' and ')} of`;
    return `${release.name} ${what} ${requirements.length} requirements`;
  },
  Promotions({ promotions }: { promotions: { nodes: readonly Promoted[] } }) {
    const said = promotions.nodes.map(({ release, stage, at, report: { requirements } }) => {
      const waived = requirements.filter(({ verdict }) => verdict === 'WAIVED').map(({ type }) => type);
      const without = waived.length === 0 ? '' : `, with ${waived.join(' and ')} waived`;
      return `${release.name} to ${stage} on ${at.slice(0, 10)}${without}`;
    });
    return said.join('; ');
  },
  DecisionsInDoubt({ decisionsInDoubt: { decisions, lookedAt } }: { decisionsInDoubt: Doubts }) {
    const said = decisions.map(({ promotion: { release, stage }, differences }) => {
      const why = differences.map(({ was, is }) => `${was.type} is ${is.verdict} by now, and was ${was.verdict}`);
      return `${release.name} in ${stage}: ${why.join(', ')}`;
    });
    return `${decisions.length} of ${lookedAt}: ${said.join('; ')}`;
  },
  WhatWasServing({ then, now }: Record<'then' | 'now', { releases: readonly Release[] }>) {
    const said = ({ releases }: { releases: readonly Release[] }) =>
      releases
        .map(({ released, stage, trafficShare }) => `${released.name} with ${trafficShare * 100} % in ${stage}`)
        .join(', ');
    return `then ${said(then)}; now ${said(now)}`;
  },
};

interface Promoted {
  readonly release: { readonly name: string };
  readonly stage: string;
  readonly at: string;
  readonly report: Pick<Readiness, 'requirements'>;
}

interface Doubts {
  readonly lookedAt: number;
  readonly decisions: readonly {
    readonly promotion: Pick<Promoted, 'release' | 'stage'>;
    readonly differences: readonly { readonly was: Verdict; readonly is: Verdict }[];
  }[];
}

interface Verdict {
  readonly type: string;
  readonly verdict: string;
}

interface Missed {
  readonly total: { readonly value: number };
  readonly nodes: readonly { readonly kpi: { readonly name: string }; readonly gap: number }[];
}

interface Scored {
  readonly version: { readonly name: string };
  readonly metrics: Readonly<Record<string, number>>;
  readonly effects: readonly {
    readonly stage: string;
    readonly sample: string | null;
    readonly effect: { readonly kpi: { readonly name: string }; readonly verdict: string };
  }[];
}

interface Readiness {
  readonly release: { readonly name: string };
  readonly ready: boolean;
  readonly requirements: readonly Verdict[];
}

interface Effect {
  readonly kpi: { readonly name: string };
  readonly definition: { readonly unit: string };
  readonly verdict: string;
  readonly estimate: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly releases: readonly Release[];
}

interface Diff {
  readonly from: { readonly name: string };
  readonly to: { readonly name: string };
  readonly differences: {
    readonly nodes: readonly { readonly aspect: string; readonly type: string; readonly name: string }[];
    readonly total: { readonly value: number };
  };
  readonly unknown: readonly unknown[];
}

interface Thought {
  readonly verdict: string;
  readonly consumers: { readonly nodes: readonly { readonly job: { readonly name: string } }[] };
  readonly affected: { readonly total: { readonly value: number } };
  readonly impact: {
    readonly kpis: { readonly nodes: readonly AtRisk[] };
    readonly owners: { readonly nodes: readonly unknown[] };
  };
}

interface Cause {
  readonly entity: { readonly name: string };
  readonly kind: string;
  readonly at: string;
}
interface AtRisk {
  readonly kpi: { readonly name: string };
  readonly risk: number;
}
interface Path {
  readonly length: number;
}

interface Release {
  readonly stage: string;
  readonly trafficShare: number;
  readonly released: { readonly name: string };
}
interface Deployment {
  readonly name: string;
  readonly serving: readonly Release[];
}
interface Run {
  readonly state: string;
  readonly errorMessage: string | null;
}
interface HistoryItem {
  readonly at: string;
  readonly type: string;
  readonly other: string;
  readonly before: unknown;
}

/** How much beside the start, and how far away. */
function reach({ nodes }: Walk): string {
  return `${nodes.filter(({ depth }) => depth > 0).length} things within ${Math.max(...nodes.map(({ depth }) => depth))} steps`;
}

function ofKind({ nodes }: Walk, kind: string): string[] {
  return nodes.filter(({ depth, entity }) => depth > 0 && entity.kind === kind).map(({ entity }) => entity.name);
}

/** Of a URN its name, and of a column's the column. */
function lastPart(urn: string): string {
  return (
    decodeURIComponent(urn.split(':').at(-1) ?? '')
      .split('#')
      .at(-1) ?? ''
  );
}

function thousands(value: number): string {
  return value.toLocaleString('en');
}
