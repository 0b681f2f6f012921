import { iconOf } from './icons.ts';
import { kindColour } from './theme.ts';

/** The icon of a kind, or of what is of several, in its colour. */
export function KindIcon({ kind }: { kind: string }) {
  return (
    <svg className="canvas-kind" viewBox="0 0 24 24" aria-hidden="true" style={{ color: kindColour(kind) }}>
      <path d={iconOf(kind)} />
    </svg>
  );
}
