import fc from 'fast-check';
import type { Fact } from '../../src/kernel/fact.ts';
import { formatTime, micros } from '../../src/kernel/time.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { EPOCH, trusted } from './trusted.ts';

export interface RunEventInput {
  readonly job: string;
  /** The run's id. */
  readonly key: string;
  readonly eventType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly at: string;
  readonly source: string;
}

/** What an event of a run says, as facts in their outside form: the run, and what it reads and writes. */
export function runEvent({ job: of, key, eventType, inputs, outputs, ...claim }: RunEventInput): object[] {
  const relation = { fact: 'relation', provenance: 'OBSERVED', ...claim };
  return [
    { fact: 'observe', of, metric: 'run', key, value: { eventType, inputs, outputs }, ...claim },
    ...inputs.map((from) => ({ ...relation, type: 'READ_BY', from, to: of })),
    ...outputs.map((to) => ({ ...relation, type: 'WRITES', from: of, to })),
  ];
}

/** A run starts so many ticks after the one before, and lasts up to three times as long: runs overlap. */
const PACE = 3;

/**
 * Runs of one job, most of them in order and some very late, of datasets that it reads or writes nearly always, now and
 * then, and seldom; and what else is claimed of these, and taken back.
 */
export function arbitraryRuns(namespace: string, count: { min: number; max: number }): fc.Arbitrary<Fact[]> {
  const job = formatUrn('JOB', namespace, 'load');
  const datasets = ['orders', 'users', 'features'].map((name) => formatUrn('DATASET', namespace, name));
  const time = (tick: number) => formatTime(micros(EPOCH + tick));
  const chance = (weight: number) => fc.nat(9).map((dice) => dice < weight);
  // Authority is about sources, wherever they speak, so each world has its own.
  const [often, seldom] = [`openlineage of ${namespace}`, `dbt of ${namespace}`];
  const source = fc.nat(4).map((dice) => (dice === 0 ? seldom : often));
  const delay = fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.nat(PACE * 3) },
    { weight: 1, arbitrary: fc.nat(PACE * 30) },
  );
  const some = fc.tuple(chance(9), chance(4), chance(2)).map((shown) => datasets.filter((_, index) => shown[index]));
  const run = fc.record({
    jitter: fc.nat(PACE),
    length: fc.nat(PACE * 3),
    inputs: some,
    outputs: some,
    eventType: fc.nat(9).map((dice) => ['FAIL', 'RUNNING'][dice] ?? 'COMPLETE'),
    isEmpty: chance(1),
    endsSilent: chance(2),
    isTold: chance(7),
    source,
    delays: fc.tuple(delay, delay),
  });
  const end = fc.record({ type: fc.constant('READ_BY'), from: fc.constantFrom(...datasets), to: fc.constant(job) });
  const props = fc.constantFrom({}, { columns: 'KNOWN' }, { columns: 'OPAQUE' });
  const retire = end.map((of) => ({ fact: 'retire', of }));
  const relation = fc
    .tuple(end, fc.constantFrom('OBSERVED', 'INFERRED', 'DECLARED'), props)
    .map(([key, provenance, said]) => {
      return { fact: 'relation', ...key, provenance, props: said };
    });
  const set = fc.tuple(fc.constantFrom(...datasets), fc.option(props)).map(([of, said]) => {
    const members = said === null ? { members: [] } : { members: [job], props: { [job]: said } };
    return { fact: 'set', type: 'READ_BY', provenance: 'OBSERVED', of, ...members };
  });
  const authority = fc.tuple(source, fc.integer({ min: -1, max: 2 })).map(([of, rank]) => {
    return { fact: 'authority', of, rank };
  });
  const meant = fc.constantFrom(null, PACE * 2e-6, PACE * 6e-6).map((expectedIntervalSeconds) => {
    return { fact: 'entity', kind: 'JOB', namespace, name: 'load', props: { expectedIntervalSeconds } };
  });
  const gone = fc.constant({ fact: 'retire', of: { id: job } });
  const claim = fc.oneof(
    ...[retire, relation, set].map((arbitrary) => ({ weight: 8, arbitrary: arbitrary as fc.Arbitrary<object> })),
    { weight: 1, arbitrary: authority },
    { weight: 3, arbitrary: meant },
    { weight: 1, arbitrary: gone },
  );
  const other = fc.option(fc.record({ claim, tick: fc.nat(PACE * 3), source, delay }), { freq: 8 });
  return fc.array(fc.tuple(run, other), { minLength: count.min, maxLength: count.max, size: 'max' }).map((steps) => {
    const arriving = steps.flatMap(([each, claimed], index) => {
      const begin = index * PACE;
      const start = begin + each.jitter;
      const [inputs, outputs] = each.isEmpty ? [[], []] : [each.inputs, each.outputs];
      const named = each.endsSilent ? { inputs: [], outputs: [] } : { inputs, outputs };
      const event = { job, key: `run-${index}`, source: each.source };
      const [first, last] = [
        { ...event, eventType: 'START', inputs, outputs: [], at: time(start) },
        { ...event, eventType: each.eventType, ...named, at: time(start + each.length) },
      ];
      return [
        ...(each.isTold ? [{ arrival: start + each.delays[0], facts: runEvent(first) }] : []),
        { arrival: start + each.length + each.delays[1], facts: runEvent(last) },
        ...(claimed === null
          ? []
          : [
              {
                arrival: begin + claimed.tick + claimed.delay,
                facts: [{ ...claimed.claim, at: time(begin + claimed.tick), source: claimed.source }],
              },
            ]),
      ];
    });
    return arriving
      .sort((a, b) => a.arrival - b.arrival)
      .flatMap(({ facts }) => facts)
      .map(trusted);
  });
}
