import type { StylesheetJsonBlock } from 'cytoscape';
import type { Tone } from '../graph.ts';
import { CARD } from '../layout/sizes.ts';
import { linkTone, type Theme } from '../theme.ts';

const TONES: readonly Tone[] = ['path', 'added', 'removed', 'changed', 'alert', 'risk'];

/** Cards and curves. */
export function stylesheetOf(theme: Theme): StylesheetJsonBlock[] {
  return [
    {
      selector: 'node',
      style: {
        ...NODE,
        'font-family': theme.font,
        color: theme.ink,
        ...CARD_STYLE,
      },
    },
    { selector: 'edge', style: curved(theme) },
    { selector: 'node, edge', style: { events: 'no' } },
    { selector: 'edge.stale', style: { 'line-style': 'dashed', 'line-dash-pattern': [5, 5] } },
    { selector: 'edge.coarse', style: { 'line-style': 'dotted' } },
    { selector: 'node.group', style: STACKED },
    ...TONES.map((tone) => ({ selector: `node.tone-${tone}`, style: { 'border-width': 2, 'z-index': 3 } })),
    { selector: 'node.tone-removed', style: { 'border-style': 'dashed' } },
    // Before the tones: what a colour tells of a link is not lost when one of its ends is selected.
    {
      selector: 'edge.near',
      style: { 'line-color': theme.near, 'target-arrow-color': theme.near, width: 2.5, 'z-index': 4 },
    },
    ...TONES.map((tone) => ({ selector: `edge.tone-${tone}`, style: toned(linkTone(theme, tone)) })),
    { selector: 'edge.tone-removed', style: { 'line-style': 'dashed', 'line-dash-pattern': [8, 5] } },
    { selector: 'node.aside', style: { opacity: 0.6 } },
    { selector: 'edge.aside', style: { opacity: 0.3 } },
  ] as StylesheetJsonBlock[];
}

const NODE = {
  shape: 'round-rectangle',
  width: CARD.width,
  height: CARD.height,
  'background-color': 'data(fill)',
  'border-color': 'data(edge)',
  label: 'data(name)',
  'text-halign': 'left-inside',
  'text-valign': 'center',
  'overlay-opacity': 0,
};

const CARD_STYLE = {
  'corner-radius': '11px',
  'border-width': 1,
  'background-image': 'data(images)',
  'background-width': 'data(widths)',
  'background-height': 'data(heights)',
  'background-position-x': 'data(lefts)',
  'background-position-y': 'data(tops)',
  'background-clip': ['none', 'none'],
  'background-image-containment': ['over', 'over'],
  'bounds-expansion': '12px',
  'font-size': 13,
  // Names are read when they are large enough to be.
  'min-zoomed-font-size': 5,
  'font-weight': 600,
  'text-wrap': 'ellipsis',
  'text-max-width': `${CARD.width - 60}px`,
  'text-margin-x': 50,
  'text-margin-y': 8,
};

const STACKED = { ghost: 'yes', 'ghost-offset-x': 5, 'ghost-offset-y': 5, 'ghost-opacity': 0.45 };

function curved({ link, muted, surface, font }: Theme) {
  return {
    'curve-style': 'unbundled-bezier',
    'edge-distances': 'endpoints',
    'control-point-weights': 'data(weights)',
    'control-point-distances': 'data(distances)',
    'source-endpoint': '50% 0%',
    'target-endpoint': '-50% 0%',
    width: 1.5,
    'line-color': link,
    'target-arrow-color': link,
    'target-arrow-shape': 'triangle',
    'arrow-scale': 0.8,
    label: 'data(hops)',
    color: muted,
    'font-family': font,
    'font-size': 10,
    'min-zoomed-font-size': 7,
    'text-background-color': surface,
    'text-background-opacity': 1,
    'text-background-padding': '3px',
    'text-background-shape': 'round-rectangle',
  };
}

function toned(colour: string) {
  return {
    'line-color': colour,
    'target-arrow-color': colour,
    'line-opacity': 1,
    width: 3,
    'z-index': 5,
  };
}
