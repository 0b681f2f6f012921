/** A measurement that `npm run bench -- <name>` runs; each stands in a file of its own, `<name>.bench.ts`. */
export interface Bench {
  /** What it measures, in one line. */
  readonly about: string;
  /** @param args what stands behind the name on the command line */
  run(args: readonly string[]): Promise<Measured>;
}

export interface Measured {
  readonly tables: readonly Table[];
  /** Versions of what was measured, beside that of Node. */
  readonly versions?: Readonly<Record<string, string>>;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How it was measured, and how to read it. */
  readonly notes?: readonly string[];
}

/** The share of the sorted values that lies below: 0.5 is the median, 1 the greatest. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
