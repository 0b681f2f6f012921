import { describe, expect, test } from 'vitest';
import { ontology } from '../../src/domains/index.ts';
import type { Fact } from '../../src/kernel/fact.ts';
import { micros } from '../../src/kernel/time.ts';
import { formatUrn } from '../../src/kernel/urn.ts';
import { lateFor } from '../../src/store/claims/late.ts';
import { plan } from '../../src/store/claims/plan.ts';
import { relationClaimsOf } from '../../src/store/claims/subjects.ts';
import type { Late, LateClaims, Loaded, NewEntry, RunRow } from '../../src/store/claims/write-set.ts';
import { runEvent } from '../contract/arbitrary-runs.ts';
import { batchOf } from '../contract/subject.ts';
import { trusted } from '../contract/trusted.ts';

const JOB = formatUrn('JOB', 'steady', 'load');
const dataset = (name: string) => formatUrn('DATASET', 'steady', name);

/** What the newest claims are, after facts that all came in order: what a store has at hand for the next ones. */
class AtHand {
  loaded: Loaded = {
    head: { position: 0, recordedAt: null, newestEvent: null, firstRecordedAt: null },
    keys: [],
    hashes: new Set(),
    entities: new Map(),
    relations: new Map(),
    newestSets: new Map(),
    runs: [],
    streams: new Map(),
    tokens: new Map(),
    authorities: [],
    contested: { entities: [], relations: [] },
  };
  readonly #log: NewEntry[] = [];
  readonly #runs = new Map<string, RunRow>();

  /** Whose whole story has to be read for these facts: counts of relations and jobs. */
  take(facts: readonly Fact[]): { relations: number; jobs: number } {
    const observed = facts.filter((fact) => fact.fact === 'observe');
    const loaded = { ...this.loaded, runs: observed.flatMap(({ key }) => this.#runs.get(key) ?? []) };
    const late = lateFor(facts, loaded, ontology);
    const { writes } = plan([batchOf(facts)], loaded, this.#stories(late), ontology, micros(0));
    this.loaded = {
      ...loaded,
      head: writes.head,
      entities: new Map([...loaded.entities, ...writes.entities]),
      relations: new Map([...loaded.relations, ...writes.relations]),
    };
    this.#log.push(...writes.entries);
    for (const row of writes.runs) this.#runs.set(row.key, row);
    return { relations: late.relations.length, jobs: late.jobs.length };
  }

  /** What is kept of a run. */
  run(key: string) {
    return this.#runs.get(key)?.run;
  }

  #stories({ relations }: Late): LateClaims {
    const about = (id: string) => this.#log.filter(({ subject }) => subject === id).map(({ fact }) => fact);
    return {
      entities: new Map(),
      relations: new Map(relations.map((id) => [id, relationClaimsOf(about(id), id)])),
      segments: new Map(),
      runs: new Map(),
    };
  }
}

/** Runs of the job, one an hour, each told by two events of two transactions; what each reads is given by its number. */
function readings(runs: number, minutes: number, inputsOf: (run: number) => readonly string[]) {
  const atHand = new AtHand();
  const found = { relations: 0, jobs: 0 };
  const events = Array.from({ length: runs }, (_, run) => {
    const event = { job: JOB, key: `run-${run}`, inputs: inputsOf(run).map(dataset), source: 'openlineage' };
    const at = (minute: number) => Date.UTC(2026, 0, 1, run, minute);
    return [
      { at: at(0), event: { ...event, eventType: 'START', outputs: [] } },
      { at: at(minutes), event: { ...event, eventType: 'COMPLETE', outputs: [dataset('daily')] } },
    ];
  });
  for (const { at, event } of events.flat().sort((a, b) => a.at - b.at)) {
    const { relations, jobs } = atHand.take(runEvent({ ...event, at: new Date(at).toISOString() }).map(trusted));
    found.relations += relations;
    found.jobs += jobs;
  }
  return { ...found, kept: JSON.stringify(atHand.loaded.entities.get(JOB)).length };
}

describe('what a run costs does not grow with the runs before it', () => {
  test.each([
    ['all show the same', 10, () => ['orders', 'users']],
    ['they overlap', 150, () => ['orders', 'users']],
    ['inputs take turns', 10, (run: number) => ['orders', ['users', 'items', 'prices'][run % 3] as string]],
  ])('%s: nothing but the newest is read', (_name, minutes, inputsOf) => {
    const [few, many] = [readings(50, minutes, inputsOf), readings(500, minutes, inputsOf)];
    expect(many).toMatchObject({ relations: 0, jobs: 0 });
    expect(many.kept).toBeLessThan(few.kept * 1.2);
  });

  test('only where one is left out for good is its story read: once', () => {
    const found = readings(100, 10, (run) => (run < 50 ? ['orders', 'users'] : ['orders']));
    expect(found).toMatchObject({ relations: 1, jobs: 0 });
  });

  test('of a run that goes on as much is kept, however many events it sends', () => {
    const atHand = new AtHand();
    const event = { job: JOB, key: 'stream', eventType: 'RUNNING', source: 'openlineage' };
    const send = (hours: readonly number[]) => {
      for (const hour of hours) {
        const [inputs, outputs] = [[dataset('orders')], [dataset('daily')]];
        const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
        atHand.take(runEvent({ ...event, inputs, outputs, at }).map(trusted));
      }
      return atHand.run('stream');
    };
    const first = send([0]);
    expect(first).toMatchObject({ inputs: [dataset('orders')], end: null });
    expect(send(Array.from({ length: 100 }, (_, hour) => hour + 1))).toEqual(first);
  });
});
