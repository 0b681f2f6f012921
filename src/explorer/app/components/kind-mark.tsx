import { KindIcon } from '../canvas/kind-icon.tsx';
import type { EntityKind } from '../generated/operations.ts';
import { KINDS } from '../kinds.ts';
import { TEXTS } from '../texts.ts';

/** The icon of a kind, in its colour. */
export function KindMark({ kind, size = 'small' }: { kind: EntityKind; size?: 'small' | 'large' }) {
  return (
    <span className={`kind-mark is-${size} kind-${KINDS[kind].family}`} aria-hidden="true">
      <KindIcon kind={kind} />
    </span>
  );
}

export function KindLabel({ kind }: { kind: EntityKind }) {
  return <span className={`kind-label kind-${KINDS[kind].family}`}>{TEXTS.kind[kind]}</span>;
}
