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
}

export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--canvas-${name}`).trim();
  return {
    ink: colour('ink'),
    muted: colour('muted'),
    surface: colour('surface'),
    line: colour('line'),
    link: colour('link'),
    near: colour('near'),
    onColour: colour('on-colour'),
    path: colour('path'),
    added: colour('added'),
    removed: colour('removed'),
    changed: colour('changed'),
    alert: colour('alert'),
    risk: [colour('risk-low'), colour('risk-high')],
    kind: (kind) => colour(`kind-${kind.toLowerCase().replaceAll('_', '-')}`) || colour('kind-group'),
  };
}

/** How far from one colour to the other, both as `#rrggbb`. */
export function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mix = a.map((each, index) => Math.round(each + (b[index]! - each) * share));
  return `#${mix.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
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
