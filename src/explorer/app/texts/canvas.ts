import type { Tone } from '../canvas/graph.ts';

const KINDS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  BUSINESS_KPI: ['KPI', 'KPIs'],
  CODE_ARTIFACT: ['Code', 'pieces of code'],
  CONFIG_VERSION: ['Configuration', 'configurations'],
  DATASET: ['Dataset', 'datasets'],
  DATA_SOURCE: ['Data source', 'data sources'],
  DEPLOYMENT: ['Deployment', 'deployments'],
  ENVIRONMENT: ['Environment', 'environments'],
  EXPERIMENT: ['Experiment', 'experiments'],
  EXPERIMENT_RUN: ['Experiment run', 'experiment runs'],
  FEATURE: ['Feature', 'features'],
  FEATURE_VIEW: ['Feature view', 'feature views'],
  FIELD: ['Field', 'fields'],
  JOB: ['Job', 'jobs'],
  MODEL: ['Model', 'models'],
  MODEL_VERSION: ['Model version', 'model versions'],
  PERSON: ['Person', 'people'],
  TEAM: ['Team', 'teams'],
  VALIDATION_SET: ['Validation set', 'validation sets'],
  GROUP: ['Group', 'entities'],
};

const TONES: Readonly<Record<Tone, string>> = {
  added: 'added',
  alert: 'alert',
  changed: 'changed',
  path: 'on the path',
  removed: 'removed',
  risk: 'at risk',
};

/** All that the canvas says. */
export const canvasTexts = {
  canvas: 'Lineage graph',
  howTo: (canExpand: boolean) =>
    `Left and right follow a link, up and down stay in the layer, Enter opens, ${canExpand ? 'plus expands, ' : ''}0 fits the whole graph into view.`,
  outline: 'The same as a list',
  showOutline: 'List',
  controls: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit into view',
  legend: 'Kinds',
  laying: 'Laying the graph out …',
  stale: 'not confirmed lately',
  coarse: 'known of the whole alone',
  comesFrom: 'from',
  leadsTo: 'to',
  more: (count: number) => `Show ${count.toLocaleString('en')} more`,
  andMore: (count: number) => `and ${count.toLocaleString('en')} more`,
  kind: (kind: string) => KINDS[kind]?.[0] ?? sentence(kind),
  several: (count: number, kind: string) => `${count.toLocaleString('en')} ${KINDS[kind]?.[1] ?? sentence(kind)}`,
  tone: (tone: Tone) => TONES[tone],
  links: (upstream: number, downstream: number) => `${upstream} upstream, ${downstream} downstream`,
  size: (nodes: number, links: number) => `${nodes.toLocaleString('en')} nodes, ${links.toLocaleString('en')} links`,
  layer: (rank: number) => {
    if (rank === 0) return 'Start';
    const steps = Math.abs(rank) === 1 ? '1 step' : `${Math.abs(rank)} steps`;
    return `${steps} ${rank < 0 ? 'upstream' : 'downstream'}`;
  },
} as const;

function sentence(kind: string): string {
  const words = kind.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
