import type { CountedStart, DeclaredInterval, ScheduleRow, SegmentRow, Sighting } from '../../src/store/ports.ts';

type Says = ScheduleRow['says'];

/** Which relations count as stale, by going over all that is known of when jobs run, each time. */
export function scanStale(schedule: readonly ScheduleRow[], position: number, asOf: number) {
  return ({ key, provenance, isDeclared }: SegmentRow): boolean => {
    const [job, other] = key.type === 'WRITES' ? [key.from, key.to] : [key.to, key.from];
    const isShown = ['READ_BY', 'WRITES'].includes(key.type) && job.includes(':job:') && other.includes(':dataset:');
    if (!isShown || provenance !== 'OBSERVED' || isDeclared) return false;
    const known = schedule
      .filter((row) => row.job === job && row.says.at <= asOf)
      .filter(({ addedAt, removedAt }) => addedAt <= position && position < (removedAt ?? Infinity))
      .map(({ says }) => says);
    const of = <Kind extends Says>(kind: Kind['kind']) => known.filter((says): says is Kind => says.kind === kind);
    const interval = declared(of<DeclaredInterval>('INTERVAL')) ?? computed(of<CountedStart>('START'));
    const seen = of<Sighting>('SIGHTING').filter(({ shows }) => shows[key.type]?.includes(other));
    return interval !== null && asOf >= Math.max(...seen.map(({ at }) => at)) + interval;
  };
}

function declared(said: readonly DeclaredInterval[]): number | null {
  const rank = ({ seconds }: DeclaredInterval) => seconds ?? Infinity;
  const last = [...new Set(said.map(({ source }) => source))].map((source) =>
    said
      .filter((each) => each.source === source)
      .sort((a, b) => a.at - b.at || rank(a) - rank(b))
      .at(-1)!,
  );
  const inForce = last.filter(({ seconds }) => seconds !== null).sort((a, b) => a.at - b.at || rank(a) - rank(b));
  const seconds = inForce.at(-1)?.seconds ?? null;
  return seconds === null ? null : seconds * 1_000_000;
}

function computed(starts: readonly CountedStart[]): number | null {
  const intervals = [...new Set(starts.map(({ source }) => source))].map((source) => {
    const times = starts.filter((start) => start.source === source).map(({ at }) => at);
    const last = times.sort((a, b) => a - b).slice(-10);
    const gaps = last.slice(1).map((time, index) => time - last[index]!);
    const [low, high] = [gaps.length - 1, gaps.length].map((twice) => gaps.sort((a, b) => a - b)[twice >> 1]!);
    return last.length < 5 ? 0 : (3 * (low! + high!)) / 2;
  });
  const longest = Math.max(0, ...intervals);
  return longest === 0 ? null : longest;
}
