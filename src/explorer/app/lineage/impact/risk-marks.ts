import type { Decoration, Decorations } from '../../canvas/graph.ts';
import type { ImpactQuery } from '../../generated/operations.ts';
import { mostRisk, shareOf, tellRisk } from '../../risk.ts';

/** What is at risk, each as deep in colour as the bar beside its name is long. */
export function riskMarks({ kpis, deployments }: ImpactQuery['impact']): Decorations {
  const all = [
    ...marked(
      'kpis',
      kpis.nodes.map(({ kpi, risk }) => ({ id: kpi.id, risk })),
    ),
    ...marked(
      'deployments',
      deployments.nodes.map(({ deployment, risk }) => ({ id: deployment.id, risk })),
    ),
  ];
  return { nodes: new Map(all), links: new Map() };
}

function marked(
  of: 'kpis' | 'deployments',
  all: ReadonlyArray<{ readonly id: string; readonly risk: number }>,
): Array<[string, Decoration]> {
  const most = mostRisk(
    of,
    all.map(({ risk }) => risk),
  );
  return all.map(({ id, risk }) => [id, { tone: 'risk', risk: shareOf(risk, most), badge: tellRisk(risk) }]);
}
