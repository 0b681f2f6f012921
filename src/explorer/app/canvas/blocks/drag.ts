import type { PointerListener } from '../view.ts';
import { zoomedAt, type Viewport } from '../viewport.ts';

/** The pointer goes no further between down and up where it was meant to tap. */
const TAP_PX = 4;
const TWICE_MS = 350;
const WHEEL = 0.0015;

interface Moved {
  viewport(): Viewport;
  show(viewport: Viewport): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Moves a view by a pointer that drags, two that spread, or a wheel, and tells of what else they do. @returns what ends that */
export function drag(container: HTMLElement, view: Moved, listeners: ReadonlySet<PointerListener>): () => void {
  const down = new Map<number, Point>();
  let hasMoved = false;
  let lastTap = { at: -Infinity, x: 0, y: 0 };
  const ended = new AbortController();
  const { signal } = ended;

  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = container.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const inLayout = ({ x, y }: Point): [number, number] => {
    const viewport = view.viewport();
    return [(x - viewport.x) / viewport.zoom, (y - viewport.y) / viewport.zoom];
  };
  const tell = (told: (listener: PointerListener) => void): void => listeners.forEach(told);

  container.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      if (down.size === 0) hasMoved = false;
      down.set(event.pointerId, pointOf(event));
    },
    { signal },
  );
  // A drag goes on outside of the container.
  window.addEventListener('pointermove', moved, { signal });
  for (const type of ['pointerup', 'pointercancel'] as const) window.addEventListener(type, released, { signal });
  container.addEventListener('pointerleave', () => tell((listener) => listener.left()), { signal });
  container.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const before = view.viewport();
      view.show(zoomedAt(before, before.zoom * Math.exp(-event.deltaY * WHEEL), pointOf(event)));
    },
    { signal, passive: false },
  );

  function moved(event: PointerEvent): void {
    const to = pointOf(event);
    const from = down.get(event.pointerId);
    if (from === undefined) {
      if (down.size === 0 && container.contains(event.target as Node)) {
        tell((listener) => listener.moved(...inLayout(to)));
      }
      return;
    }
    if (!hasMoved && Math.hypot(to.x - from.x, to.y - from.y) <= TAP_PX) return;
    hasMoved = true;
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    down.set(event.pointerId, to);
    const before = view.viewport();
    if (other === undefined) {
      view.show({ ...before, x: before.x + to.x - from.x, y: before.y + to.y - from.y });
      return;
    }
    // Two fingers may come down on one point, and nothing is a share of no distance.
    const apart = Math.hypot(from.x - other.x, from.y - other.y);
    const spread = apart === 0 ? 1 : Math.hypot(to.x - other.x, to.y - other.y) / apart;
    view.show(zoomedAt(before, before.zoom * spread, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 }));
  }

  function released(event: PointerEvent): void {
    const from = down.get(event.pointerId);
    if (from === undefined) return;
    down.delete(event.pointerId);
    if (hasMoved || event.type === 'pointercancel') return;
    const isTwice =
      event.timeStamp - lastTap.at < TWICE_MS && Math.hypot(from.x - lastTap.x, from.y - lastTap.y) <= TAP_PX;
    lastTap = { at: isTwice ? -Infinity : event.timeStamp, ...from };
    tell((listener) => (isTwice ? listener.tappedTwice(...inLayout(from)) : listener.tapped(...inLayout(from))));
  }

  return () => ended.abort();
}
