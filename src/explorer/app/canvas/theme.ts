import { useEffect, useState } from 'react';
import { useMedia } from '../use-media.ts';
import type { Decoration, Tone } from './graph.ts';
import { kindColour } from './icons.ts';

/** What the canvas takes from the page's style sheets, where colours are said once for both schemes. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly line: string;
  readonly link: string;
  readonly near: string;
  readonly onColour: string;
  /** Of blocks that nothing is told of, while something is told of others. */
  readonly neutral: string;
  readonly path: string;
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
  readonly alert: string;
  /** The colours of the least and the greatest risk. */
  readonly risk: readonly [low: string, high: string];
  readonly font: string;
  kind(kind: string): string;
  /** Images that were painted in these colours, by what they show. */
  readonly painted: Map<string, string>;
}

export function themeOf(root: Element): Theme {
  const colour = colourReader(root);
  const named = (name: string) => colour(`var(--canvas-${name})`);
  const kinds = new Map<string, string>();
  return {
    ink: named('ink'),
    muted: named('muted'),
    surface: named('surface'),
    line: named('line'),
    link: named('link'),
    near: named('near'),
    onColour: named('on-colour'),
    neutral: named('neutral'),
    path: named('path'),
    added: named('added'),
    removed: named('removed'),
    changed: named('changed'),
    alert: named('alert'),
    risk: [named('risk-low'), named('risk-high')],
    font: getComputedStyle(root).fontFamily,
    kind: (kind) => {
      const known = kinds.get(kind) ?? colour(kindColour(kind));
      kinds.set(kind, known);
      return known;
    },
    painted: new Map(),
  };
}

/** Reads any colour of CSS as `#rrggbb`, which is what Cytoscape understands. */
function colourReader(root: Element): (colour: string) => string {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return (colour) => {
    const probe = document.createElement('span');
    root.append(probe);
    probe.style.color = colour;
    const computed = getComputedStyle(probe).color;
    probe.remove();
    if (pixel === null) return computed;
    pixel.fillStyle = computed;
    pixel.fillRect(0, 0, 1, 1);
    return hex([...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3));
  };
}

/** The colour that a node is told apart by; null where nothing is told of it. */
export function toneColour({ tone, risk }: Decoration, theme: Theme): string | null {
  if (tone === undefined) return null;
  return tone === 'risk' ? mixed(...theme.risk, Math.min(1, Math.max(0, risk ?? 1))) : theme[tone];
}

export function linkTone(theme: Theme, tone: Tone): string {
  return tone === 'risk' ? theme.risk[1] : theme[tone];
}

/** How far from one colour to the other, both as `#rrggbb`. */
export function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  return hex(a.map((each, index) => Math.round(each + (b[index]! - each) * share)));
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
}

export function useIsDark(): boolean {
  return useMedia('(prefers-color-scheme: dark)');
}

/** Whether the page's font has come: what is written on a canvas before that stays in another. */
export function useFont(family: string): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const come = () => setIsThere(true);
    // Where it does not come, names are written in the one that stands in for it.
    document.fonts.load(`600 13px ${family}`).then(come, come);
  }, [family]);
  return isThere;
}
