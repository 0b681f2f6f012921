import { iconOf } from '../canvas/icons.ts';
import type { EntityKind } from '../generated/operations.ts';
import { KINDS } from '../kinds.ts';
import { TEXTS } from '../texts.ts';

/** The icon of a kind, in its colour. */
export function KindMark({ kind, size = 'small' }: { kind: EntityKind; size?: 'small' | 'large' }) {
  return (
    <span className={`kind-mark is-${size} kind-${KINDS[kind].family}`} aria-hidden="true">
      <svg viewBox="0 0 24 24">
        <path d={iconOf(kind)} />
      </svg>
    </span>
  );
}

export function KindLabel({ kind }: { kind: EntityKind }) {
  return <span className={`kind-label kind-${KINDS[kind].family}`}>{TEXTS.kind[kind]}</span>;
}
