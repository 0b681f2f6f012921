import type { PointerListener, Scene, View } from '../view.ts';
import type { Viewport } from '../viewport.ts';
import { drag } from './drag.ts';
import { createPicture } from './picture.ts';
import { prepared } from './prepared.ts';

/** Blocks and straight lines: what is many is painted once, and moved as a picture. */
export function createBlocksView(container: HTMLElement, scene: Scene): View {
  let viewport: Viewport = { zoom: 1, x: 0, y: 0 };
  const listeners = new Set<PointerListener>();
  const moved = new Set<() => void>();
  const picture = createPicture(container, prepared(scene));

  function show(next: Viewport): void {
    viewport = next;
    picture.show(next);
    for (const tell of moved) tell();
  }

  const endDrag = drag(container, { viewport: () => viewport, show }, listeners);
  const sized = new ResizeObserver(() => {
    picture.resized();
    for (const tell of moved) tell();
  });
  sized.observe(container);

  return {
    size: () => ({ width: container.clientWidth, height: container.clientHeight }),
    viewport: () => viewport,
    show,
    onMoved(tell) {
      moved.add(tell);
      return () => void moved.delete(tell);
    },
    onPointer(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    redecorate(decorations) {
      picture.repaint(prepared({ ...scene, decorations }));
    },
    setNear: () => undefined,
    destroy() {
      endDrag();
      sized.disconnect();
      picture.destroy();
    },
  };
}
