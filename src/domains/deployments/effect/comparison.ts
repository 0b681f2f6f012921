import type { Micros } from '../../../kernel/time.ts';
import type { Urn } from '../../../kernel/urn.ts';
import type { Release } from '../release.ts';
import { changesIn, stretchOf } from './served.ts';
import { inBoth, type Window } from './window.ts';

/** By the name of an arm which is which; null: as the releases say. */
export interface Arms {
  readonly treatment: string | null;
  readonly control: string | null;
}

/** What is to be compared with what. */
export type Comparison =
  | {
      readonly method: 'WELCH';
      readonly treatment: string;
      readonly control: string;
      /** When both served; they may overlap. */
      readonly stretches: readonly Window[];
      readonly releases: readonly Release[];
    }
  | {
      readonly method: 'SEGMENTED_REGRESSION';
      /** Between these, on one day, something came or went. */
      readonly first: Micros;
      readonly last: Micros;
      readonly releases: readonly Release[];
    }
  | {
      readonly method: null;
      readonly reason: 'NO_COMPARISON' | 'ARMS_NOT_NAMED';
      /** What stood in the way. */
      readonly releases: readonly Release[];
    };

const CONTROL = 'control';

/** On which side of a comparison a version is; null: on none, or on both. */
export function sideOf(comparison: Comparison | null, version: Urn): 'TREATMENT' | 'CONTROL' | 'AFTER' | null {
  if (comparison === null || comparison.method === null) return null;
  const own = comparison.releases.filter(({ released }) => released.id === version);
  if (comparison.method === 'SEGMENTED_REGRESSION') return own.length > 0 ? 'AFTER' : null;
  const isIn = (of: string) => own.some(({ arm }) => arm === of);
  const [isTreatment, isControl] = [isIn(comparison.treatment), isIn(comparison.control)];
  if (isTreatment === isControl) return null;
  return isTreatment ? 'TREATMENT' : 'CONTROL';
}

/** What the releases of a deployment in a window let one compare: arms that served at the same time, else before and after. */
export function comparisonOf(all: readonly Release[], window: Window, named: Arms): Comparison {
  const releases = all.filter((release) => inBoth([window], [stretchOf(release, window)]).length > 0);
  return betweenArms(releases, window, named) ?? beforeAndAfter(releases, window);
}

/** Null where no two arms served at the same time, and none was asked for. */
function betweenArms(releases: readonly Release[], window: Window, named: Arms): Comparison | null {
  const ofArms = releases.filter(({ arm }) => arm !== null);
  const isAsked = named.treatment !== null || named.control !== null;
  const nothing = isAsked ? ({ method: null, reason: 'NO_COMPARISON', releases: ofArms } as const) : null;
  const arms = [...new Set(ofArms.map(({ arm }) => arm as string))];
  const served = (arm: string) =>
    inBoth(
      [window],
      ofArms.filter((each) => each.arm === arm).map((each) => stretchOf(each, window)),
    );
  const together = (one: string, other: string) => inBoth(served(one), served(other));
  if (!arms.some((one) => arms.some((other) => one !== other && together(one, other).length > 0))) return nothing;
  const pair = pairOf(arms, ofArms, named);
  if (pair === null) return { method: null, reason: 'ARMS_NOT_NAMED', releases: ofArms };
  const [treatment, control] = pair;
  const stretches = together(treatment, control);
  if (stretches.length === 0) return { method: null, reason: 'NO_COMPARISON', releases: ofArms };
  const compared = ofArms.filter(({ arm }) => arm === treatment || arm === control);
  return { method: 'WELCH', treatment, control, stretches, releases: compared };
}

/** Of two arms the one that is called so is the control; else the one that came first. Null: it does not follow. */
function pairOf(
  arms: readonly string[],
  releases: readonly Release[],
  { treatment, control }: Arms,
): readonly [treatment: string, control: string] | null {
  if (treatment !== null && control !== null) return [treatment, control];
  if (arms.length !== 2) return null;
  const [one, other] = arms as [string, string];
  const against = (arm: string) => (arm === one ? other : one);
  if (treatment !== null) return [treatment, against(treatment)];
  if (control !== null) return [against(control), control];
  if (arms.includes(CONTROL)) return [against(CONTROL), CONTROL];
  const begin = (arm: string) => Math.min(...releases.filter((each) => each.arm === arm).map((each) => each.validFrom));
  if (begin(one) === begin(other)) return null;
  return begin(one) > begin(other) ? [one, other] : [other, one];
}

const DAY = 86_400_000_000;

function beforeAndAfter(releases: readonly Release[], window: Window): Comparison {
  const times = changesIn(releases, window);
  const days = new Set(times.map((time) => Math.floor(time / DAY)));
  const begun = releases.filter(({ validFrom }) => times.includes(validFrom));
  // What ends a while before or after is a change of its own, by which the effect would be another.
  if (days.size !== 1 || begun.length === 0) {
    const changed = releases.filter(({ validFrom, validTo }) =>
      times.some((time) => time === validFrom || time === validTo),
    );
    return { method: null, reason: 'NO_COMPARISON', releases: changed };
  }
  return { method: 'SEGMENTED_REGRESSION', first: times[0]!, last: times.at(-1)!, releases: begun };
}
