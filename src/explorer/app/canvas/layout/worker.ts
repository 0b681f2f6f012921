import type { CanvasGraph } from '../graph.ts';
import { layoutOf } from './layout.ts';

/** Lays out each graph that it is sent; with the number of the question, as answers may be overtaken. */
addEventListener('message', ({ data }: MessageEvent<{ number: number; graph: CanvasGraph }>) => {
  const layout = layoutOf(data.graph);
  postMessage({ number: data.number, layout }, { transfer: [layout.positions.buffer, layout.ranks.buffer] });
});
