import { useEffect, useRef, useState } from 'react';
import type { CanvasGraph } from '../graph.ts';
import type { LaidOut, Layout } from './layout.ts';

interface Laying {
  /** The graph once a worker has laid it out; the one before until then, null at first. */
  readonly laidOut: LaidOut | null;
  /** Whether this graph will not be laid out: the worker did not start, or broke. */
  readonly hasFailed: boolean;
}

export function useLayout(graph: CanvasGraph): Laying {
  const [laidOut, setLaidOut] = useState<LaidOut | null>(null);
  const [failed, setFailed] = useState<CanvasGraph | null>(null);
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);

  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );

  useEffect(() => {
    const number = ++asked.current;
    const used = (worker.current ??= new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
    const answered = ({ data }: MessageEvent<{ number: number; layout: Layout }>) => {
      if (data.number === number) setLaidOut({ graph, layout: data.layout });
    };
    const broken = () => {
      // One that did not start never tells so again; the next graph gets another.
      used.terminate();
      worker.current = null;
      setFailed(graph);
    };
    used.addEventListener('message', answered);
    used.addEventListener('error', broken);
    used.postMessage({ number, graph });
    return () => {
      used.removeEventListener('message', answered);
      used.removeEventListener('error', broken);
    };
  }, [graph]);

  return { laidOut, hasFailed: failed === graph };
}
