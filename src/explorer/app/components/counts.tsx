import { tellNumber } from '../amount.ts';
import type { EntityKind } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import { KindMark } from './kind-mark.tsx';

/** How many there are of each kind. */
export function Counts({ counts }: { counts: ReadonlyArray<{ readonly kind: EntityKind; readonly count: number }> }) {
  return (
    <ul className="counts">
      {counts.map(({ kind, count }) => (
        <li key={kind}>
          <KindMark kind={kind} />
          <strong>{tellNumber(count)}</strong> {count === 1 ? TEXTS.kind[kind] : TEXTS.kinds[kind]}
        </li>
      ))}
    </ul>
  );
}
