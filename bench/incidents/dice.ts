import { seededRandom } from '../layered-graph.ts';

/** Chance that is the same in every run. */
export interface Dice {
  /** Whether something comes to pass that has this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** A fraction within these bounds. */
  between(least: number, most: number): number;
  /** A whole number within these bounds, both included. */
  whole(least: number, most: number): number;
  /** One of these. @throws Error where there is none */
  pick<T>(from: readonly T[]): T;
  /** Several of these, each at most once, in their order; all where there are fewer. */
  some<T>(from: readonly T[], count: number): T[];
  /** By the normal distribution, with mean 0 and deviation 1. */
  normal(): number;
}

export function createDice(seed: number): Dice {
  const random = seededRandom(seed);
  const dice: Dice = {
    chance: (probability) => random() < probability,
    between: (least, most) => least + random() * (most - least),
    whole: (least, most) => least + Math.floor(random() * (most - least + 1)),
    pick(from) {
      const item = from[Math.floor(random() * from.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    some(from, count) {
      const drawn = from.map((item, place) => ({ item, place, lot: random() })).sort((a, b) => a.lot - b.lot);
      return drawn
        .slice(0, count)
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  };
  return dice;
}
