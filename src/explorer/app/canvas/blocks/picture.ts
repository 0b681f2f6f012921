import type { Viewport } from '../viewport.ts';
import { extentOf } from './extent.ts';
import { paint } from './paint.ts';
import type { Prepared } from './prepared.ts';

/** So long after the last move the picture is made sharp. */
const REST_MS = 120;
/** Zoomed by more than this, it is too coarse to wait for rest. */
const COARSE = 1.6;

export interface Picture {
  /** Shows another part: at once by moving what is painted, and painted anew once it rests or does not reach. */
  show(viewport: Viewport): void;
  /** Paints something else. */
  repaint(prepared: Prepared): void;
  /** Paints anew if the element has another size than when it was painted. */
  resized(): void;
  destroy(): void;
}

/** A canvas in an element, larger than that, which is moved as a whole; painted once it is known what is looked at. */
export function createPicture(container: HTMLElement, first: Prepared): Picture {
  const canvas = document.createElement('canvas');
  canvas.className = 'canvas-picture';
  container.append(canvas);
  const context = canvas.getContext('2d');
  let content = first;
  let wanted: Viewport = { zoom: 1, x: 0, y: 0 };
  let painted: Viewport | null = null;
  let [margin, room] = [
    { x: 0, y: 0 },
    { width: 0, height: 0 },
  ];
  let rest: ReturnType<typeof setTimeout> | undefined;

  function repaint(): void {
    clearTimeout(rest);
    room = { width: container.clientWidth, height: container.clientHeight };
    const extent = extentOf(room, window.devicePixelRatio);
    const { density } = extent;
    ({ margin } = extent);
    const [width, height] = [room.width + 2 * margin.x, room.height + 2 * margin.y];
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    painted = wanted;
    const { zoom } = wanted;
    const [x, y] = [wanted.x + margin.x, wanted.y + margin.y];
    if (context !== null) {
      context.setTransform(zoom * density, 0, 0, zoom * density, x * density, y * density);
      const area = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
      paint(context, content, area, zoom);
    }
    place();
  }

  /** @returns whether what is painted is enough to show */
  function place(): boolean {
    if (painted === null) return false;
    const scale = wanted.zoom / painted.zoom;
    const left = wanted.x - (painted.x + margin.x) * scale;
    const top = wanted.y - (painted.y + margin.y) * scale;
    canvas.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    const right = left + (room.width + 2 * margin.x) * scale;
    const bottom = top + (room.height + 2 * margin.y) * scale;
    const isCoarse = scale > COARSE || scale < 1 / COARSE;
    return !isCoarse && left <= 0 && top <= 0 && right >= room.width && bottom >= room.height;
  }

  return {
    show(viewport) {
      wanted = viewport;
      clearTimeout(rest);
      if (place()) rest = setTimeout(repaint, REST_MS);
      else repaint();
    },
    repaint(next) {
      content = next;
      repaint();
    },
    resized() {
      if (container.clientWidth !== room.width || container.clientHeight !== room.height) repaint();
    },
    destroy() {
      clearTimeout(rest);
      canvas.remove();
    },
  };
}
