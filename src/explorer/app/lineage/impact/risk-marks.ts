import type { Decoration, Decorations } from '../../canvas/graph.ts';
import { tellRisk } from '../../components/risk.tsx';
import type { ImpactQuery } from '../../generated/operations.ts';

/** What is at risk, each as deep in colour as its risk is against the greatest of its kind: the two do not compare. */
export function riskMarks({ kpis, deployments }: ImpactQuery['impact']): Decorations {
  const all = [
    ...marked(kpis.nodes.map(({ kpi, risk }) => ({ id: kpi.id, risk }))),
    ...marked(deployments.nodes.map(({ deployment, risk }) => ({ id: deployment.id, risk }))),
  ];
  return { nodes: new Map(all), links: new Map() };
}

function marked(all: ReadonlyArray<{ readonly id: string; readonly risk: number }>): Array<[string, Decoration]> {
  const most = Math.max(...all.map(({ risk }) => risk));
  return all.map(({ id, risk }) => [id, { tone: 'risk', risk: most === 0 ? 0 : risk / most, badge: tellRisk(risk) }]);
}
