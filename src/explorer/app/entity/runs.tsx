import { usePages } from '../pages.ts';
import { EntityLink } from '../components/entity-link.tsx';
import { Folded } from '../components/folded.tsx';
import { Paged } from '../components/paged.tsx';
import {
  EntityRunsDocument,
  type EntityNameFragment,
  type EntityRunsQuery,
  type Moment,
} from '../generated/operations.ts';
import { TableFrame } from '../components/table-frame.tsx';
import { TEXTS, wordsOf } from '../texts.ts';
import { tellDuration, tellTime } from '../time.ts';

/** So many of what one run read or wrote are named at first. */
const ENDS = 8;

interface Run {
  readonly id: string;
  readonly state: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly note: string | null;
  /** Where a run is an entity of its own. */
  readonly entity: EntityNameFragment | null;
  readonly reads: readonly EntityNameFragment[];
  readonly writes: readonly EntityNameFragment[];
}

/** Runs of a job, or of an experiment, the latest first. */
export function Runs({ id, at }: { id: string; at: Moment | null }) {
  const pages = usePages(EntityRunsDocument, { id, at }, runsIn);
  return (
    <Paged pages={pages} none={{ title: TEXTS.entity.empty, help: TEXTS.entity.emptyHelp.runs }}>
      {(nodes) => <RunTable runs={nodes} />}
    </Paged>
  );
}

function RunTable({ runs }: { runs: readonly Run[] }) {
  const hasEnds = runs.some(({ reads, writes }) => reads.length + writes.length > 0);
  return (
    <TableFrame label={TEXTS.entity.tabs.runs}>
      <thead>
        <tr>
          <th scope="col">{TEXTS.table.run}</th>
          <th scope="col">{TEXTS.table.state}</th>
          <th scope="col">{TEXTS.table.took}</th>
          {hasEnds && <th scope="col">{TEXTS.table.reads}</th>}
          {hasEnds && <th scope="col">{TEXTS.table.writes}</th>}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              {run.entity !== null && <EntityLink entity={run.entity} />}
              <span className="meta">{run.startedAt === null ? '–' : tellTime(run.startedAt)}</span>
            </th>
            <td>
              <RunState state={run.state} />
              {run.note !== null && <p className="run-note">{run.note}</p>}
            </td>
            <td>{tookOf(run)}</td>
            {hasEnds && <Ends entities={run.reads} />}
            {hasEnds && <Ends entities={run.writes} />}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Ends({ entities }: { entities: readonly EntityNameFragment[] }) {
  return (
    <td>
      <div className="stack">
        <Folded most={ENDS}>
          {entities.map((entity) => (
            <EntityLink key={entity.id} entity={entity} />
          ))}
        </Folded>
      </div>
    </td>
  );
}

function RunState({ state }: { state: string | null }) {
  if (state === null) return '–';
  return <span className={`badge ${toneOf(state)}`}>{wordsOf(state)}</span>;
}

/** Empty where it has not ended. */
function toneOf(state: string): 'is-good' | 'is-critical' | '' {
  if (/^(COMPLETE|FINISH|SUCCE)/i.test(state)) return 'is-good';
  return /^(FAIL|ABORT|KILL)/i.test(state) ? 'is-critical' : '';
}

function tookOf({ state, startedAt, endedAt }: Run): string {
  if (startedAt === null) return '–';
  // Who says that it failed, and not when, leaves nothing to tell.
  if (endedAt === null) return state !== null && toneOf(state) !== '' ? '–' : TEXTS.table.running;
  return tellDuration((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000);
}

function runsIn({ entity }: EntityRunsQuery) {
  if (entity === null) return null;
  if ('jobRuns' in entity && entity.jobRuns !== null) {
    const { nodes, ...rest } = entity.jobRuns;
    const runs = nodes.map((run): Run => ({
      ...run,
      entity: null,
      note: run.errorMessage,
      reads: run.inputs ?? [],
      writes: run.outputs ?? [],
    }));
    return { ...rest, nodes: runs };
  }
  if ('experimentRuns' in entity && entity.experimentRuns !== null) {
    const { nodes, ...rest } = entity.experimentRuns;
    const runs = nodes.map((run): Run => {
      return { ...run, entity: run, state: run.status, note: run.changeNote, reads: [], writes: [] };
    });
    return { ...rest, nodes: runs };
  }
  return null;
}
