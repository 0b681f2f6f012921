import type { DecidedRecord } from '../../kernel/decision.ts';
import { badInput, shown } from '../../kernel/errors.ts';
import { sameJson, type JsonObject } from '../../kernel/json.ts';
import { micros, type Micros } from '../../kernel/time.ts';
import { formatUrn, type Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from '../kind/context.ts';
import type { Judged, Question } from '../kind/decide.ts';
import { rulesOf } from './rules.ts';

export interface StageProps extends JsonObject {
  /** As releases say it: `PRODUCTION`. */
  readonly name: string;
  readonly description: string;
  /** A release may move here once it has been released to one of these; empty: from anywhere. */
  readonly from: readonly string[];
}

export interface StageRecord extends DecidedRecord {
  readonly props: StageProps;
}

/** Where a version is once its validation passed: before it, it is a candidate. */
export const REGISTERED = 'REGISTERED';

/** What there is where nobody defined stages; a stage of the same name takes the place of one of these. */
const BUILT_IN: readonly StageProps[] = [
  { name: REGISTERED, description: 'Admitted to the registry, and released nowhere yet.', from: [] },
  { name: 'DEV', description: 'On its author’s desk.', from: [] },
  { name: 'TEST', description: 'Where it is tried on recorded data.', from: [] },
  { name: 'STAGING', description: 'As in production, and nobody sees it.', from: ['DEV', 'TEST'] },
  { name: 'SHADOW', description: 'On live traffic; its answers are kept and not served.', from: ['TEST', 'STAGING'] },
  { name: 'CANARY', description: 'Serves a small share of the traffic.', from: ['STAGING', 'SHADOW'] },
  { name: 'AB', description: 'Serves one arm of an experiment.', from: ['STAGING', 'SHADOW', 'CANARY'] },
  { name: 'PRODUCTION', description: 'Serves.', from: ['STAGING', 'SHADOW', 'CANARY', 'AB'] },
];

/** Those that there are whoever defines others. */
export const BUILT_IN_STAGES: readonly string[] = BUILT_IN.map(({ name }) => name);

export function stageId(name: string): Urn {
  return formatUrn('STAGE', 'api', name);
}

/** All decisions on one stage. */
export function stageStream(name: string): string {
  return `stage ${name}`;
}

/** All stages as they were defined at this position, by name. */
export async function stagesAt(at: ReadAt, context: RequestContext): Promise<ReadonlyMap<string, StageRecord>> {
  const defined = (await rulesOf('STAGE', at, context)) as StageRecord[];
  const builtIn = BUILT_IN.map((props): StageRecord => {
    const times = { since: micros(0), until: null };
    return { id: stageId(props.name), kind: 'STAGE', about: null, ...times, props };
  });
  return new Map([...builtIn, ...defined].map((stage) => [stage.props.name, stage]));
}

/** @throws BAD_USER_INPUT naming the argument, for one that nobody defined */
export async function stageNamed(
  name: string,
  argument: string,
  at: ReadAt,
  context: RequestContext,
): Promise<StageRecord> {
  const stages = await stagesAt(at, context);
  const stage = stages.get(name);
  if (stage !== undefined) return stage;
  throw badInput(argument, `${argument}: expected one of ${[...stages.keys()].join(', ')}; came ${shown(name)}`);
}

/** Stages that nothing can ever be promoted to, as they lead to each other alone. */
export function withoutWay(stages: readonly Pick<StageProps, 'name' | 'from'>[]): string[] {
  const reached = new Set<string>();
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const { name, from } of stages) {
      if (from.length === 0 || from.some((each) => reached.has(each))) reached.add(name);
    }
  }
  return stages.flatMap(({ name }) => (reached.has(name) ? [] : [name]));
}

/** Defines it, or says otherwise of it what it was; the same again changes nothing. */
export function defining(props: StageProps, at: Micros): Question {
  const id = stageId(props.name);
  return {
    stream: stageStream(props.name),
    judge({ record }): Judged {
      if (record !== null && sameJson(record.props, props)) return [];
      return [{ event: 'DEFINED', record: { id, kind: 'STAGE', about: null, since: at, until: null, props } }];
    },
  };
}
