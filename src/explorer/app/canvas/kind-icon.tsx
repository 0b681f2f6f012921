import { iconOf, kindColour } from './icons.ts';

/** The icon of a kind, or of what is of several, in its colour. */
export function KindIcon({ kind }: { kind: string }) {
  return (
    <svg className="kind-icon" viewBox="0 0 24 24" aria-hidden="true" style={{ color: kindColour(kind) }}>
      <path d={iconOf(kind)} />
    </svg>
  );
}
