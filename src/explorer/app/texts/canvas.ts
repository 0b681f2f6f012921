import type { Tone } from '../canvas/graph.ts';
import type { Way } from '../canvas/node-actions.ts';
import { kind as one, kinds as several } from './kinds.ts';
import { wordsOf } from './words.ts';

/** Of what is of several kinds. */
const GROUP = ['Group', 'Entities'] as const;

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
    `Left and right follow a link, up and down stay in the layer, Home goes to the start, Enter opens, ${canExpand ? 'u and d expand one level upstream or downstream, plus both, k to the KPIs, plus opens a group, minus takes back, ' : ''}0 fits the whole graph into view, Escape lets go.`,
  actions: (name: string) => `With ${name}`,
  key: (key: string) => (key === '-' ? '−' : key === 'Enter' ? '↵' : key.toUpperCase()),
  ways: {
    up: '1 level up',
    down: '1 level down',
    kpis: 'To the KPIs',
  } satisfies Record<Way, string>,
  bothWays: 'Both ways',
  openGroup: 'Open group',
  fold: 'Take back',
  openPage: 'Open page',
  outline: 'The same as a list',
  showOutline: 'List',
  controls: 'View',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit into view',
  legend: 'Legend',
  laying: 'Laying the graph out …',
  notLaidOut: 'The graph can not be drawn here: what lays it out did not start, or broke. The list has the same.',
  clustered: (nodes: number, links: number) =>
    `${count(nodes, 'entity is', 'entities are')} shown in groups of one kind, and ${count(links, 'relation', 'relations')} with them, so that the graph can be read.`,
  hides: 'Which groups',
  inNamespace: (what: string, namespace: string) => `${what} in ${namespace}`,
  stale: 'not confirmed lately',
  coarse: 'known of the whole alone',
  comesFrom: 'from',
  leadsTo: 'to',
  more: (count: number) => `Show ${count.toLocaleString('en')} more`,
  andMore: (count: number) => `and ${count.toLocaleString('en')} more`,
  kind: (kind: string) => kindNames(kind)[0],
  several: (count: number, kind: string) => `${count.toLocaleString('en')} ${lowered(kindNames(kind)[1])}`,
  tone: (tone: Tone) => TONES[tone],
  links: (upstream: number, downstream: number) => `${upstream} upstream, ${downstream} downstream`,
  size: (nodes: number, links: number) => `${nodes.toLocaleString('en')} nodes, ${links.toLocaleString('en')} links`,
  layer: (rank: number, isDirected: boolean) => {
    if (rank === 0) return 'Start';
    const steps = count(Math.abs(rank), 'step', 'steps');
    return `${steps} ${!isDirected ? 'away' : rank < 0 ? 'upstream' : 'downstream'}`;
  },

  /** What was asked for beside what the walk met. */
  grown: {
    label: 'Added to the graph',
    of: {
      up: (name: string) => `Upstream of ${name}`,
      down: (name: string) => `Downstream of ${name}`,
      kpis: (name: string) => `From ${name} to KPIs`,
    } satisfies Record<Way, (name: string) => string>,
    opened: (name: string) => `Opened: ${name}`,
    loading: 'loading …',
    failed: 'did not come',
    added: (nodes: number, links: number) =>
      nodes > 0
        ? `${count(nodes, 'entity', 'entities')} added`
        : links > 0
          ? `${count(links, 'relation', 'relations')} added`
          : 'nothing more',
    nowhere: 'not in this graph',
    takeBack: (what: string) => `Take back: ${what}`,
    close: (what: string) => `Close the group: ${what}`,
    size: (nodes: number, links: number) =>
      `With what was added: ${count(nodes, 'entity', 'entities')}, ${count(links, 'relation', 'relations')}.`,
    full: (most: number) => `As many as ${most} additions are shown. Take one back to add another.`,
    told: (what: string, text: string) => `${what}: ${text}`,
  },
} as const;

/** What one of a kind, or several, are called; the playground draws kinds that no page has. */
function kindNames(kind: string): readonly [one: string, several: string] {
  if (kind === 'GROUP') return GROUP;
  return kind in one
    ? [one[kind as keyof typeof one], several[kind as keyof typeof several]]
    : [wordsOf(kind), wordsOf(kind)];
}

/** Within a sentence: `KPI` stays. */
function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function count(number: number, one: string, several: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
}
