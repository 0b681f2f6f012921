import { useEffect, useRef, useState } from 'react';
import type { CanvasGraph } from '../graph.ts';
import type { LaidOut, Layout } from './layout.ts';

/** The graph once a worker has laid it out; the one before until then, null at first. */
export function useLayout(graph: CanvasGraph): LaidOut | null {
  const [laidOut, setLaidOut] = useState<LaidOut | null>(null);
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);

  useEffect(() => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    return () => started.terminate();
  }, []);

  useEffect(() => {
    const number = ++asked.current;
    const answered = ({ data }: MessageEvent<{ number: number; layout: Layout }>) => {
      if (data.number === number) setLaidOut({ graph, layout: data.layout });
    };
    const { current } = worker;
    current?.addEventListener('message', answered);
    current?.postMessage({ number, graph });
    return () => current?.removeEventListener('message', answered);
  }, [graph]);

  return laidOut;
}
