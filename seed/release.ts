import type { Urn } from '../src/kernel/urn.ts';
import { BEGIN } from './calendar.ts';
import type { Story } from './story.ts';

export interface ReleasePlan {
  /** Unique among the releases of this version to this deployment. */
  readonly id: string;
  readonly stage: string;
  readonly trafficShare: number;
  /** Of an experiment. */
  readonly arm?: string;
  readonly from: string;
  /** When another took its place; left out: it still serves. */
  readonly until?: string;
}

/** A version serves on a deployment; its end is told when it comes. */
export function tellRelease(story: Story, version: Urn, deployment: Urn, plan: ReleasePlan): void {
  const { from, until, ...told } = plan;
  const release = { ...told, validFrom: from };
  // What began earlier was seen when the history began.
  story.by('k8s', from < BEGIN ? BEGIN : from, 'OBSERVED').relation('RELEASED_TO', version, deployment, release);
  if (until === undefined) return;
  story.by('k8s', until, 'OBSERVED').relation('RELEASED_TO', version, deployment, { ...release, validTo: until });
}
