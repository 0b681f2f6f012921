/** What runs in the page, each handed to it by itself; the benchmarks are compiled without a browser's types. */
interface Target {
  dispatchEvent(event: object): boolean;
}
declare const document: { querySelector(selector: string): Target };
declare const window: Target;
declare const MouseEvent: new (type: string, init: object) => object;
declare const PointerEvent: new (type: string, init: object) => object;
declare function requestAnimationFrame(frame: () => void): void;

export interface Frames {
  /** A second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p95: number;
}

export function afterNextPaint(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Drags the canvas to and fro, one move in each frame. */
export function pan(seconds: number): Promise<Frames> {
  const canvas = document.querySelector('.canvas-drawing canvas');
  let [clientX, clientY] = [640, 700];
  // As a mouse does: as a pointer, then as a mouse.
  const fire = (type: 'down' | 'move' | 'up', target: Target) => {
    const init = { clientX, clientY, bubbles: true, buttons: 1, pointerId: 1 };
    target.dispatchEvent(new PointerEvent(`pointer${type}`, init));
    target.dispatchEvent(new MouseEvent(`mouse${type}`, init));
  };
  return new Promise((done) => {
    const gaps: number[] = [];
    const began = performance.now();
    let last = began;
    const frame = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if (now - began > seconds * 1_000) {
        fire('up', window);
        const sorted = gaps.toSorted((a, b) => a - b);
        done({ rate: (1_000 * gaps.length) / (now - began), p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 });
        return;
      }
      clientX += Math.sin(gaps.length / 10) * 20;
      clientY += Math.cos(gaps.length / 10) * 15;
      fire('move', window);
      requestAnimationFrame(frame);
    };
    fire('down', canvas);
    requestAnimationFrame(frame);
  });
}
