import type { Core, CytoscapeOptions } from 'cytoscape';
import { isLarge, linkClasses, linkElement, nodeClasses, nodeElement, nodeLook } from './elements.ts';
import type { Decorations } from './graph.ts';
import type { LaidOut } from './layout/layout.ts';
import { stylesheetOf } from './stylesheet.ts';
import type { Theme } from './theme.ts';

/** What Cytoscape shows, and in which colours. */
export interface Scene {
  readonly laidOut: LaidOut;
  readonly decorations: Decorations;
  readonly theme: Theme;
}

const MARGIN = 40;
/** At the beginning names of a small graph are to be read, if not all of it then fits. */
const READABLE = 0.8;

/** As Cytoscape takes it from the beginning: only then does it draw thousands of links once, and move what it has drawn. */
export function definitionOf({ laidOut, decorations, theme }: Scene): Pick<CytoscapeOptions, 'elements' | 'style'> {
  const { nodes, links } = laidOut.graph;
  const elements = nodes.map((_, place) => nodeElement(laidOut, place, decorations, theme));
  const spots = new Map(elements.map(({ data, position }) => [data.id!, [position!.x, position!.y] as const]));
  return {
    elements: [...elements, ...links.map((link, index) => linkElement(link, index, spots, decorations))],
    style: stylesheetOf(theme, isLarge(laidOut)),
  };
}

/** Changes of what is there what is decorated otherwise. */
export function redecorate(core: Core, { laidOut, decorations, theme }: Scene, before: Decorations): void {
  const { nodes, links } = laidOut.graph;
  core.batch(() => {
    for (const node of nodes) {
      const classes = nodeClasses(node, decorations);
      const isAsBefore = before.nodes.get(node.id) === decorations.nodes.get(node.id);
      if (isAsBefore && nodeClasses(node, before) === classes) continue;
      const shown = core.getElementById(node.id);
      shown.data(nodeLook(node, decorations, theme, isLarge(laidOut)));
      shown.classes(classes);
    }
    links.forEach((link, index) => {
      const classes = linkClasses(link, decorations);
      if (linkClasses(link, before) !== classes) core.getElementById(`link ${index}`).classes(classes);
    });
  });
}

export function fit(core: Core): void {
  core.fit(undefined, MARGIN);
  if (core.zoom() > 1) core.zoom(1);
  core.center();
}

/** All of it, or what can be read of it around the starts. */
export function lookAtStarts(core: Core, laidOut: LaidOut): void {
  fit(core);
  if (isLarge(laidOut) || core.zoom() >= READABLE) return;
  const starts = new Set(laidOut.graph.nodes.flatMap(({ id, depth }) => (depth === 0 ? [id] : [])));
  core.zoom(READABLE);
  core.center(core.nodes().filter((node) => starts.size === 0 || starts.has(node.id())));
  withoutGap(core);
}

/** Leaves no room empty at one side while the graph goes on at the other. */
function withoutGap(core: Core): void {
  const { x1, x2, y1, y2 } = core.nodes().renderedBoundingBox();
  const shift = (first: number, last: number, size: number) => {
    if (last - first <= size - 2 * MARGIN) return (size - first - last) / 2;
    return Math.min(0, MARGIN - first) + Math.max(0, size - MARGIN - last);
  };
  core.panBy({ x: shift(x1, x2, core.width()), y: shift(y1, y2, core.height()) });
}

/** Moves the view so that what was there, the selected node first, stays where the eye left it. */
export function keepInPlace(core: Core, before: LaidOut, after: LaidOut, selected: string | null): void {
  const old = new Map(before.graph.nodes.map(({ id }, place) => [id, place]));
  const isKept = ({ id }: { id: string }) => old.has(id);
  const chosen = after.graph.nodes.findIndex((node) => node.id === selected && isKept(node));
  const place = chosen >= 0 ? chosen : after.graph.nodes.findIndex(isKept);
  if (place < 0) {
    lookAtStarts(core, after);
    return;
  }
  const was = old.get(after.graph.nodes[place]!.id)!;
  const moved = (axis: 0 | 1) => before.layout.positions[2 * was + axis]! - after.layout.positions[2 * place + axis]!;
  core.panBy({ x: moved(0) * core.zoom(), y: moved(1) * core.zoom() });
}

/** Below this zoom colours are not told apart any more. */
const DISCERNIBLE = 0.15;

/** As near as all of these can be seen at once; where they lie too far apart for that, the view stays. */
export function lookAt(core: Core, ids: ReadonlySet<string>): void {
  const nodes = core.nodes().filter((node) => ids.has(node.id()));
  if (nodes.empty()) return;
  const before = { zoom: core.zoom(), pan: { ...core.pan() } };
  core.fit(nodes, MARGIN);
  if (core.zoom() < DISCERNIBLE) core.viewport(before);
  else if (core.zoom() > 1) {
    core.zoom(1);
    core.center(nodes);
  }
}

/** Brings a node into view if it is not. */
export function reveal(core: Core, id: string): void {
  const node = core.getElementById(id);
  if (node.empty()) return;
  const { x1, y1, x2, y2 } = node.renderedBoundingBox({ includeLabels: false });
  if (x1 < 0 || y1 < 0 || x2 > core.width() || y2 > core.height()) core.center(node);
}
