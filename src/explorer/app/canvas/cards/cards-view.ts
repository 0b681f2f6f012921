import cytoscape, { type Core, type EventObject } from 'cytoscape';
import type { Decorations } from '../graph.ts';
import type { PointerListener, Scene, View } from '../view.ts';
import { LEAST_ZOOM, MOST_ZOOM } from '../viewport.ts';
import { linkClasses, linkElement, nodeClasses, nodeElement, nodeLook } from './elements.ts';
import { stylesheetOf } from './stylesheet.ts';

/** Cards and curves, by Cytoscape. */
export function createCardsView(container: HTMLElement, scene: Scene): View {
  keepOutStyleElement();
  let { decorations } = scene;
  const core = cytoscape({
    container,
    elements: elementsOf(scene),
    style: stylesheetOf(scene.theme),
    layout: { name: 'preset', fit: false },
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    minZoom: LEAST_ZOOM,
    maxZoom: MOST_ZOOM,
  });
  return {
    size: () => ({ width: core.width(), height: core.height() }),
    viewport: () => ({ zoom: core.zoom(), ...core.pan() }),
    show: ({ zoom, x, y }) => void core.viewport({ zoom, pan: { x, y } }),
    onMoved(moved) {
      core.on('viewport resize', moved);
      return () => void core.off('viewport resize', moved);
    },
    onPointer: (listener) => listen(core, container, listener),
    redecorate(next) {
      redecorate(core, { ...scene, decorations: next }, decorations);
      decorations = next;
    },
    setNear(ids) {
      core.edges('.near').removeClass('near');
      for (const id of ids) core.getElementById(id).connectedEdges().addClass('near');
    },
    destroy: () => core.destroy(),
  };
}

function elementsOf({ laidOut, decorations, theme }: Scene) {
  const { nodes, links } = laidOut.graph;
  const cards = nodes.map((_, place) => nodeElement(laidOut, place, decorations, theme));
  const spots = new Map(cards.map(({ data, position }) => [data.id!, [position!.x, position!.y] as const]));
  return [...cards, ...links.map((_, index) => linkElement(laidOut, index, spots, decorations))];
}

function listen(core: Core, container: HTMLElement, listener: PointerListener): () => void {
  const tapped = ({ position }: EventObject) => listener.tapped(position.x, position.y);
  const tappedTwice = ({ position }: EventObject) => listener.tappedTwice(position.x, position.y);
  const moved = ({ position }: EventObject) => listener.moved(position.x, position.y);
  const left = () => listener.left();
  core.on('tap', tapped).on('dbltap', tappedTwice).on('mousemove', moved);
  container.addEventListener('pointerleave', left);
  return () => {
    core.off('tap', tapped).off('dbltap', tappedTwice).off('mousemove', moved);
    container.removeEventListener('pointerleave', left);
  };
}

/** Changes of what is there what is decorated otherwise. */
function redecorate(core: Core, { laidOut, decorations, theme }: Scene, before: Decorations): void {
  const { nodes, links } = laidOut.graph;
  core.batch(() => {
    for (const node of nodes) {
      const classes = nodeClasses(node, decorations);
      const isAsBefore = before.nodes.get(node.id) === decorations.nodes.get(node.id);
      if (isAsBefore && nodeClasses(node, before) === classes) continue;
      const shown = core.getElementById(node.id);
      shown.data(nodeLook(node, decorations, theme));
      shown.classes(classes);
    }
    links.forEach((link, index) => {
      const classes = linkClasses(link, decorations);
      if (linkClasses(link, before) !== classes) core.getElementById(`link ${index}`).classes(classes);
    });
  });
}

/**
 * Cytoscape writes a rule into the page, that its container is `position: relative`, unless an element of this id is
 * there. Ours says so in the style sheet, and the page's policy allows no other.
 */
function keepOutStyleElement(): void {
  const id = '__________cytoscape_stylesheet';
  if (document.getElementById(id) !== null) return;
  const marker = document.createElement('template');
  marker.id = id;
  document.head.append(marker);
}
