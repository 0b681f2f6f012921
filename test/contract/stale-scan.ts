import { relationId, type Fact, type LoggedFact, type RelationKey } from '../../src/kernel/fact.ts';
import { isJsonObject } from '../../src/kernel/json.ts';
import { listScan } from './list-scan.ts';

/** Whether a relation that a job's runs show is stale, from a list of facts: slow, short, and by no means the stores. */
export function scanStale(log: readonly LoggedFact[], position: number, asOf: number) {
  const { known, runsOf, provenancesOf } = listScan(log, position, asOf);
  const then = known.filter((fact) => fact.at <= asOf);

  function seenAt(key: RelationKey): number {
    const [job, dataset, list] = key.type === 'READ_BY' ? [key.to, key.from, 'inputs'] : [key.from, key.to, 'outputs'];
    const isNamed = (fact: Fact) => {
      if (fact.fact === 'relation') return fact.provenance !== 'DECLARED' && relationId(fact.key) === relationId(key);
      if (fact.fact === 'set')
        return (
          fact.provenance !== 'DECLARED' &&
          fact.type === key.type &&
          fact.of === key[fact.end] &&
          fact.members.includes(fact.end === 'from' ? key.to : key.from)
        );
      const value = fact.fact === 'observe' && fact.of === job && fact.metric === 'run' ? fact.value : null;
      return isJsonObject(value) && (value[list] as string[]).includes(dataset);
    };
    return Math.max(...then.filter(isNamed).map(({ at }) => at));
  }

  /** What each source said last, and of that the latest. */
  function declared(job: string): number | null {
    const said = then.flatMap((fact) => {
      const { at, source } = fact;
      if (fact.fact === 'retire' && 'id' in fact.of && fact.of.id === job) return { at, source, seconds: null };
      if (fact.fact !== 'entity' || fact.id !== job || !('expectedIntervalSeconds' in fact.props)) return [];
      return { at, source, seconds: fact.props['expectedIntervalSeconds'] as number | null };
    });
    const rank = ({ seconds }: (typeof said)[number]) => seconds ?? Infinity;
    const sorted = said.sort((a, b) => a.at - b.at || rank(a) - rank(b));
    const last = sorted.filter((one, index) => !sorted.slice(index + 1).some(({ source }) => source === one.source));
    const seconds = last.filter((one) => one.seconds !== null).at(-1)?.seconds ?? null;
    return seconds === null ? null : seconds * 1_000_000;
  }

  function computed(key: RelationKey): number | null {
    const ends = key.type === 'READ_BY' ? [key.from, key.to] : [key.to, key.from];
    const [dataset, job] = ends as [typeof key.from, typeof key.from];
    const shown = [
      { type: 'READ_BY', from: dataset, to: job, discriminator: '' },
      { type: 'WRITES', from: job, to: dataset, discriminator: '' },
    ];
    const intervals = [...new Set(known.map(({ source }) => source))].map((source) => {
      const runs = new Map(shown.flatMap((each) => runsOf(each, source)).map(({ run, start }) => [run, start]));
      const starts = [...runs.values()].filter((start) => start <= asOf).sort((a, b) => a - b);
      const last = starts.slice(-10);
      const gaps = last.slice(1).map((start, index) => start - last[index]!);
      gaps.sort((a, b) => a - b);
      return last.length < 5 ? 0 : (3 * (gaps[(gaps.length - 1) >> 1]! + gaps[gaps.length >> 1]!)) / 2;
    });
    return Math.max(...intervals) || null;
  }

  return (key: RelationKey): boolean => {
    const how = provenancesOf(key);
    if (!how.has('OBSERVED') || how.has('DECLARED')) return false;
    const interval = declared(key.type === 'READ_BY' ? key.to : key.from) ?? computed(key);
    return interval !== null && asOf >= seenAt(key) + interval;
  };
}
