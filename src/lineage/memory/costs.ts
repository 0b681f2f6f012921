/**
 * Fractions as whole numbers that add up where fractions multiply: the surest way is the cheapest.
 *
 * The numbers are made of one for each prime factor, so fractions whose products are equal have equal sums, exactly and
 * in whatever order; sums of rounded logarithms would tell them apart by their noise.
 */
const UNIT = 2 ** 28;
/** Digits of a fraction that are told apart: six. */
const DENOMINATOR = 1_000_000;

/** What a fraction of 0 costs: more than any way without one. Of two ways that have one, the rest still decides. */
const NOTHING = 2 ** 44;

const known = new Map<number, number>();

/** @param fraction from 0 to 1 */
export function costOf(fraction: number): number {
  const numerator = Math.round(fraction * DENOMINATOR);
  const cost = known.get(numerator);
  if (cost !== undefined) return cost;
  const made = numerator === 0 ? NOTHING : logarithm(DENOMINATOR) - logarithm(numerator);
  known.set(numerator, made);
  return made;
}

function logarithm(whole: number): number {
  let rest = whole;
  let sum = 0;
  for (let factor = 2; factor * factor <= rest; factor++) {
    for (; rest % factor === 0; rest /= factor) sum += ofPrime(factor);
  }
  return rest === 1 ? sum : sum + ofPrime(rest);
}

function ofPrime(prime: number): number {
  return Math.round(Math.log(prime) * UNIT);
}
