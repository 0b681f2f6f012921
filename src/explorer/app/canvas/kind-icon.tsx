import { iconOf } from './icons.ts';

/** The icon of a kind, in its colour. */
export function KindIcon({ kind }: { kind: string }) {
  const colour = `var(--canvas-kind-${kind.toLowerCase().replaceAll('_', '-')}, var(--canvas-kind-group))`;
  return (
    <svg className="canvas-kind" data-kind={kind} viewBox="0 0 24 24" aria-hidden="true" style={{ color: colour }}>
      <path d={iconOf(kind)} />
    </svg>
  );
}
