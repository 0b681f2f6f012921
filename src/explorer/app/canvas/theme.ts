import { useEffect, useState } from 'react';

/** What the canvas takes from the page's style sheet, where colours are said once for both schemes. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly line: string;
  readonly link: string;
  readonly near: string;
  readonly onColour: string;
  readonly path: string;
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
  readonly alert: string;
  /** The colours of the least and the greatest risk. */
  readonly risk: readonly [low: string, high: string];
  kind(kind: string): string;
  /** What is drawn within the kind's icon, as SVG. */
  icon(kind: string): string;
}

/**
 * @param root the canvas' element: its style says the colours, and its legend shows the icons
 */
export function themeOf(root: Element): Theme {
  const colour = colourReader(root);
  const named = (name: string) => colour(`var(--canvas-${name})`);
  const marks = new Map(
    [...root.querySelectorAll<SVGElement>('[data-kind]')].map((mark) => [mark.dataset['kind'], mark]),
  );
  const kindColours = new Map([...marks].map(([kind, mark]) => [kind, colour(getComputedStyle(mark).color)]));
  return {
    ink: named('ink'),
    muted: named('muted'),
    surface: named('surface'),
    line: named('line'),
    link: named('link'),
    near: named('near'),
    onColour: named('on-colour'),
    path: named('path'),
    added: named('added'),
    removed: named('removed'),
    changed: named('changed'),
    alert: named('alert'),
    risk: [named('risk-low'), named('risk-high')],
    kind: (kind) => kindColours.get(kind) ?? named('muted'),
    icon: (kind) => marks.get(kind)?.innerHTML ?? '',
  };
}

/** Reads any colour of CSS as `#rrggbb`, which is what Cytoscape understands. */
function colourReader(root: Element): (colour: string) => string {
  const probe = document.createElement('span');
  const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  return (colour) => {
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

/** How far from one colour to the other, both as `#rrggbb`. */
export function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mix = a.map((each, index) => Math.round(each + (b[index]! - each) * share));
  return hex(mix);
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

const DARK = '(prefers-color-scheme: dark)';

export function useIsDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const changed = () => setIsDark(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return isDark;
}
