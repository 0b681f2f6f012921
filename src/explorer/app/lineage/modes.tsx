import { refine } from '../address.ts';
import { Segments } from '../components/segments.tsx';
import type { EntityKind } from '../generated/operations.ts';
import { isExplained } from '../kinds.ts';
import { daysBefore, WINDOW_DAYS } from '../moment.ts';
import { TEXTS } from '../texts.ts';
import { MODES, type Mode } from './asked-lineage.ts';

/** What is looked at: where data comes from and goes to, what is at risk, what differs, what was the cause. */
export function Modes({ mode, kinds }: { mode: Mode; kinds: readonly EntityKind[] }) {
  const [kind, another] = kinds;
  const canExplain = kind !== undefined && another === undefined && isExplained(kind);
  const offered = MODES.filter((each) => each === mode || each !== 'causes' || canExplain);
  return (
    <Segments
      label={TEXTS.modes.mode}
      chosen={mode}
      choices={offered.map((each) => [each, TEXTS.modes.names[each]] as const)}
      onChange={(next) =>
        refine({ mode: next === 'lineage' ? null : next, chosen: null, view: null, ...windowFor(next) })
      }
    />
  );
}

/** How far back differences are looked for where nobody has said. */
const DIFF_DAYS = 30;

/** A window stands in the address, or the same address would ask for another one tomorrow. */
function windowFor(mode: Mode): Readonly<Record<string, string | null>> {
  const asked = new URLSearchParams(location.search);
  if (mode === 'diff' && !asked.has('from')) {
    const [from, to] = daysBefore(asked, DIFF_DAYS);
    return { from, to: asked.get('to') ?? to };
  }
  if (mode === 'causes' && !asked.has('since')) {
    const [since, until] = daysBefore(asked, WINDOW_DAYS);
    return { since, until: asked.get('until') ?? until };
  }
  return {};
}
