import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import type { Story } from '../../seed/story.ts';
import { tellView, tellUse } from '../../seed/view.ts';
import { time } from './calendar.ts';
import type { Dice } from './dice.ts';
import type { WorldTable } from './world.ts';

/** What a branch ends in: views, a model, a deployment, and the KPI that it moves. */
export interface Serving {
  readonly branch: string;
  /** What its views are computed from. */
  readonly from: readonly WorldTable[];
  readonly deployment: Urn;
  readonly predictions: WorldTable;
  readonly outcome: WorldTable;
  readonly kpi: Urn;
  /** Of which the branch's KPI is a part; the KPI itself where it is none's. */
  readonly top: Urn;
  /** A new version of the model, trained before that day. */
  train(day: number): Urn;
  release(version: Urn, day: number, stage: string, trafficShare: number): Release;
}

export interface Release {
  readonly version: Urn;
  /** It serves no longer from that day on. */
  end(day: number): void;
  /** It goes on with another share of the traffic, by this very release. */
  move(day: number, stage: string, trafficShare: number): void;
}

interface Plan {
  readonly story: Story;
  readonly dice: Dice;
  readonly name: string;
  readonly branch: string;
  readonly from: readonly WorldTable[];
  readonly predictions: WorldTable;
  readonly outcome: WorldTable;
}

export function tellServing({ story, dice, name, branch, from, predictions, outcome }: Plan): Serving {
  const tell = story.by('catalog', time(0));
  const seen = story.by('k8s', time(0), 'OBSERVED');
  const views = [...new Set(from)].map((table, index) => {
    const columns = dice.some(table.columns.slice(1), 2);
    for (const column of columns) table.used.add(column);
    const features = Object.fromEntries(
      columns.map((column) => [`f_${column}`, ['float', `From ${column}.`, `t.${column}`] as const]),
    );
    const props = { description: `View ${index} of ${branch}.`, mode: 'BATCH' };
    return tellView(tell, `features-${name}`, `${branch}_view_${index}`, { props, from: { t: table }, features });
  });
  const deployment = seen.entity('DEPLOYMENT', `k8s-${name}`, branch, { mode: 'ONLINE', description: 'It serves.' });
  for (const view of views) tellUse(seen, 'SERVES', deployment, view);
  seen.relation('WRITES', deployment, predictions.id);
  const kpi = tell.entity('BUSINESS_KPI', `kpis-${name}`, branch, { description: 'A number.' });
  tell.relation('MEASURES', outcome.id, kpi);
  tell.relation('AFFECTS', deployment, kpi, { confidence: dice.between(0.5, 1) });
  const top = dice.chance(0.4) ? tell.entity('BUSINESS_KPI', `kpis-${name}`, `${branch}_top`, {}) : kpi;
  if (top !== kpi) tell.relation('ROLLS_UP_TO', kpi, top);

  let versions = 0;
  let releases = 0;
  return {
    ...{ branch, deployment, predictions, outcome, kpi, top, from },
    train(day) {
      const version = `${branch}@${++versions}`;
      const mlflow = story.by('mlflow', time(day), 'OBSERVED');
      const run = mlflow.entity('EXPERIMENT_RUN', `mlflow-${name}`, `run-${version}`, { status: 'FINISHED' });
      for (const view of views) tellUse(mlflow, 'USED_BY', run, view);
      const id = mlflow.entity('MODEL_VERSION', `mlflow-${name}`, version, { version: String(versions) });
      mlflow.relation('PRODUCED', run, id);
      return formatUrn('MODEL_VERSION', `mlflow-${name}`, version);
    },
    release(version, day, stage, trafficShare) {
      const release = { id: `r${++releases}`, stage, trafficShare, validFrom: time(day) };
      const say = (on: number, props: object) =>
        story.by('k8s', time(on), 'OBSERVED').relation('RELEASED_TO', version, deployment, { ...release, ...props });
      say(day, {});
      return {
        version,
        end: (on) => say(on, { validTo: time(on) }),
        move: (on, to, share) => say(on, { stage: to, trafficShare: share, validFrom: time(on) }),
      };
    },
  };
}
