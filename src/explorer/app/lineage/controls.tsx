import { Fragment, type ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import { knownIn, refine } from '../address.ts';
import { Choice, Choices } from '../components/choice.tsx';
import { KindMark } from '../components/kind-mark.tsx';
import { MomentPicker } from '../components/moment-picker.tsx';
import { Segments } from '../components/segments.tsx';
import { WALKED_KINDS } from '../kinds.ts';
import { TEXTS } from '../texts.ts';
import {
  ALL,
  COLLAPSES,
  DEPTHS,
  DIRECTIONS,
  PROVENANCES,
  VIEWS,
  type AskedLineage,
  type Mode,
} from './asked-lineage.ts';

const { lineage: texts } = TEXTS;

type Part = 'direction' | 'depth' | 'kinds' | 'provenance' | 'collapse' | 'moment' | 'view' | 'stale';

/** What there is to choose; the rest a mode has settled. */
const PARTS: Readonly<Record<Mode, ReadonlySet<Part>>> = {
  lineage: new Set(['direction', 'depth', 'kinds', 'provenance', 'collapse', 'moment', 'view', 'stale']),
  impact: new Set(['depth', 'collapse', 'moment']),
  diff: new Set(['direction', 'depth', 'kinds', 'provenance', 'collapse', 'moment', 'stale']),
  causes: new Set(['depth', 'collapse']),
};

const BOTH_MOMENTS = { names: ['from', 'to', 'knownAt'], label: TEXTS.modes.exactly } as const;

/** Each writes what is chosen into the address. */
export function Controls({ asked, query }: { asked: AskedLineage; query: URLSearchParams }) {
  const kinds = knownIn(query, 'kinds', WALKED_KINDS);
  const provenance = knownIn(query, 'provenance', PROVENANCES);
  const parts: Readonly<Record<Part, ReactNode>> = {
    direction: (
      <Segments
        label={texts.direction}
        chosen={asked.direction}
        choices={DIRECTIONS.map((each) => [each, texts.directions[each]] as const)}
        onChange={(direction) => refine({ direction })}
      />
    ),
    depth: <Depth depth={asked.depth} />,
    kinds: (
      <Choices
        label={texts.kinds}
        none={texts.allKinds}
        chosen={kinds}
        choices={WALKED_KINDS.map((kind) => ({ id: kind, name: TEXTS.kinds[kind], mark: <KindMark kind={kind} /> }))}
        onChange={(next) => refine({ kinds: next })}
      />
    ),
    provenance: (
      <Choices
        label={texts.provenance}
        none={texts.allProvenance}
        chosen={provenance}
        choices={PROVENANCES.map((each) => ({ id: each, name: texts.provenances[each], mark: null }))}
        onChange={(next) => refine({ provenance: next })}
      />
    ),
    collapse: asked.view === 'graph' && (
      <Choice
        label={texts.collapse}
        name="collapse"
        chosen={asked.collapse ?? 'none'}
        choices={(['none', ...COLLAPSES] as const).map((by) => [by, texts.collapses[by]])}
      />
    ),
    moment: <MomentPicker query={query} {...(asked.mode === 'diff' && BOTH_MOMENTS)} />,
    view: (
      <Segments
        label={texts.view}
        chosen={asked.view}
        choices={VIEWS.map((each) => [each, texts.views[each]] as const)}
        onChange={(view) => refine({ view: view === 'list' ? view : null })}
      />
    ),
    stale: (
      <Switch
        className="switch"
        isSelected={query.get('stale') !== 'no'}
        onChange={(isOn) => refine({ stale: isOn ? null : 'no' })}
      >
        <span className="switch-track" aria-hidden="true" />
        {texts.stale}
      </Switch>
    ),
  };
  return (
    <div className="controls" role="group" aria-label={texts.controls}>
      {Object.entries(parts).map(
        ([name, part]) => PARTS[asked.mode].has(name as Part) && <Fragment key={name}>{part}</Fragment>,
      )}
    </div>
  );
}

function Depth({ depth }: { depth: number | null }) {
  const depths = [...new Set([...DEPTHS, ...(depth === null ? [] : [depth])])].sort((a, b) => a - b);
  const choices = [
    ...depths.map((each) => [String(each), texts.levels(each)] as const),
    [ALL, texts.allLevels] as const,
  ];
  return <Choice label={texts.depth} name="depth" chosen={depth === null ? ALL : String(depth)} choices={choices} />;
}
