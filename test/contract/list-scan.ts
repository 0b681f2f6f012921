import { relationId, type Fact, type LoggedFact, type RelationKey } from '../../src/kernel/fact.ts';
import { contentHash, type Json, type JsonObject } from '../../src/kernel/json.ts';
import type { Urn } from '../../src/kernel/urn.ts';

/**
 * What is believed, by looking through a list of facts each time: slow, short, and written without a look at the
 * stores. `log[i]` stands at position `i + 1`; only those up to `position` are known. What follows from others is left
 * aside: this finds it out by itself.
 */
export function listScan(log: readonly LoggedFact[], position: number, asOf: number) {
  const known = log
    .slice(0, position)
    .filter((fact) => fact.fact !== 'supersede' && fact.fact !== 'decision')
    .map((fact) => [contentHash(fact as unknown as Json), fact] as const)
    .filter(([hash], index, all) => all.findIndex(([one]) => one === hash) === index)
    .map(([, fact]) => fact);

  /** By the newest word on the source that was out by then. */
  function rank(source: string, at: number): number {
    const said = known
      .filter((fact) => fact.fact === 'authority')
      .filter((fact) => fact.of === source && fact.at <= at);
    const hash = (fact: Fact) => contentHash(fact as unknown as Json);
    return said.sort((a, b) => a.at - b.at || (hash(a) < hash(b) ? -1 : 1)).at(-1)?.rank ?? 0;
  }

  function record(id: Urn) {
    const mentions = known.flatMap((fact) => (mentioned(fact).includes(id) ? [firstTime(fact)] : []));
    if (mentions.length === 0 || Math.min(...mentions) > asOf) return null;
    const lives = new Map<string, { alive: boolean; claimed: boolean; since: number; props: Map<string, Said> }>();
    const about = known.filter((fact) => fact.at <= asOf && entityOf(fact) === id).sort(byTime);
    for (const fact of about) {
      const old = lives.get(fact.source);
      const alive = fact.fact === 'entity';
      const props: Map<string, Said> = alive && old?.alive === false ? new Map() : (old?.props ?? new Map());
      if (fact.fact === 'entity')
        for (const [name, value] of Object.entries(fact.props))
          props.set(name, [fact.at, value, rank(fact.source, fact.at)]);
      const since = old?.alive === alive ? old.since : fact.at;
      lives.set(fact.source, { alive, claimed: alive || (old?.claimed ?? false), since, props });
    }
    const claimed = [...lives.values()].filter((life) => life.claimed);
    const alive = claimed.filter((life) => life.alive);
    const speaking = alive.length > 0 ? alive : claimed;
    const names = [...new Set(speaking.flatMap((life) => [...life.props.keys()]))].sort();
    const props = Object.fromEntries(
      names.flatMap((name) => {
        const said = speaking.flatMap((life) => (life.props.has(name) ? [life.props.get(name) as Said] : []));
        const values = said
          .filter(([, value]) => value !== null)
          .sort((a, b) => a[0] - b[0] || a[2] - b[2] || order(a[1], b[1]));
        if (values.length === 0) return [];
        const union = [...new Set(values.flatMap(([, value]) => value as string[]))].sort();
        return [[name, name === 'tags' ? union : (values.at(-1)?.[1] ?? null)]];
      }),
    );
    const retiredAt = claimed.length > 0 && alive.length === 0 ? Math.max(...claimed.map((life) => life.since)) : null;
    return { id, props, described: claimed.length > 0, createdAt: Math.min(...mentions), retiredAt };
  }

  /** What each source claims that holds it. */
  function holdingOf(key: RelationKey): Claimed[] {
    const id = relationId(key);
    const claimed = known.flatMap((fact) => saidOf(fact, id, key));
    const said = wholeOf([...claimed, ...supersededIn(claimed, key)]);
    const sources = new Set(said.filter((one) => one.rank > 0).map((one) => one.fact.source));
    return [...sources].flatMap((source) => {
      const started = said.filter((one) => one.fact.source === source && one.from <= asOf);
      const newest = started.at(-1);
      return newest?.holds === true && newest.to > asOf ? [newest] : [];
    });
  }

  function relation(key: RelationKey) {
    const holding = holdingOf(key);
    if (holding.length === 0) return null;
    const sayings = holding.flatMap(({ fact: { source }, props }) =>
      Object.entries(props)
        .filter(([, [, value]]) => value !== null)
        .map(([name, [at, value]]) => ({ name, at, value, rank: rank(source, at) })),
    );
    const sorted = sayings.sort((a, b) => a.at - b.at || a.rank - b.rank || order(a.value, b.value));
    const props = Object.fromEntries(sorted.map(({ name, value }) => [name, value]));
    return { key, props, sources: holding.map((one) => one.fact.source).sort() };
  }

  /** Where, between one claim of a source and its next, three runs in a row did not show what it had seen. */
  function supersededIn(claimed: readonly Claimed[], key: RelationKey): Claimed[] {
    return [...new Set(claimed.map((one) => one.fact.source))].flatMap((source) => {
      const own = claimed.filter((one) => one.fact.source === source).sort(byClaim);
      const runs = runsOf(key, source);
      let seen = false;
      return own.flatMap((one, index) => {
        seen = one.holds && (seen || ('provenance' in one.fact && one.fact.provenance === 'OBSERVED'));
        const until = own[index + 1]?.fact.at ?? Infinity;
        const shown = runs.filter((run) => run.start > one.fact.at && run.start < until);
        const first = shown.find((run, place) => {
          const three = shown.slice(place, place + 3);
          return three.length === 3 && three.every((each) => !each.shows);
        });
        if (!seen || first === undefined) return [];
        seen = false;
        const fact = { fact: 'retire', of: { key }, at: first.start, source } as Fact;
        return [
          {
            ...{ fact, rank: -1, holds: false, from: fact.at, ownFrom: false, to: Infinity, props: {} },
            ...{ content: null, how: [] },
          },
        ];
      });
    });
  }

  /** Runs that succeeded and named datasets, by start, and whether each shows the relation. */
  function runsOf({ type, from, to, discriminator }: RelationKey, source: string) {
    const [job, dataset, list] = type === 'READ_BY' ? [to, from, 'inputs'] : [from, to, 'outputs'];
    const isShown = (type === 'READ_BY' || type === 'WRITES') && discriminator === '' && dataset.includes(':dataset:');
    const events = known
      .filter((fact) => fact.fact === 'observe')
      .filter((fact) => isShown && fact.of === job && fact.metric === 'run' && fact.source === source);
    return [...new Set(events.map((event) => event.key))]
      .flatMap((run) => {
        const own = events.filter((event) => event.key === run);
        const value = (event: (typeof own)[number]) => event.value as JsonObject;
        const typeOf = (event: (typeof own)[number]) => value(event)['eventType'] as string;
        const ends = own
          .filter((event) => ['COMPLETE', 'FAIL', 'ABORT'].includes(typeOf(event)))
          .sort((a, b) => a.at - b.at || (typeOf(a) < typeOf(b) ? -1 : 1));
        const end = ends.at(-1);
        const named = (member: string, said = own) => said.flatMap((event) => value(event)[member] as string[]);
        const later = own.filter((event) => typeOf(event) !== 'START');
        if (end === undefined || typeOf(end) !== 'COMPLETE') return [];
        if ([...named('inputs', list === 'inputs' ? own : later), ...named('outputs')].length === 0) return [];
        return [{ run, start: Math.min(...own.map((event) => event.at)), shows: named(list).includes(dataset) }];
      })
      .sort((a, b) => a.start - b.start || (a.run < b.run ? -1 : 1));
  }

  const provenancesOf = (key: RelationKey) => new Set(holdingOf(key).flatMap(({ how }) => how));
  return { known, record, relation, runsOf, provenancesOf };
}

type Said = [at: number, value: Json, rank: number];
interface Claimed {
  readonly fact: Fact;
  readonly rank: number;
  readonly holds: boolean;
  readonly from: number;
  readonly ownFrom: boolean;
  readonly to: number;
  /** Each property as it was said, with when. */
  readonly props: Record<string, readonly [at: number, value: Json]>;
  readonly content: Json;
  /** The provenances with which it was claimed, since the source began to. */
  readonly how: readonly string[];
}

/** What a source says goes on from what it said before, until it ends the relation. */
function wholeOf(said: readonly Claimed[]): Claimed[] {
  const before = new Map<string, Claimed>();
  return [...said].sort(byClaim).map((one) => {
    const old = before.get(one.fact.source);
    const goesOn = old?.holds === true && one.holds;
    const from = goesOn && !one.ownFrom && old.ownFrom ? old.from : one.from;
    const whole = goesOn
      ? {
          ...one,
          props: { ...old.props, ...one.props },
          from,
          ownFrom: one.ownFrom || old.ownFrom,
          to: one.to === Infinity ? old.to : one.to,
          how: [...old.how, ...one.how],
        }
      : one;
    before.set(one.fact.source, whole);
    return whole;
  });
}

function byClaim(a: Claimed, b: Claimed): number {
  return a.fact.at - b.fact.at || a.rank - b.rank || order(a.content, b.content);
}

function saidOf(fact: Fact, id: string, key: RelationKey): Claimed[] {
  const base = {
    fact,
    from: fact.at as number,
    ownFrom: false,
    to: Infinity,
    props: {} as Claimed['props'],
    content: null as Json,
    how: 'provenance' in fact ? [fact.provenance] : [],
  };
  if (fact.fact === 'relation' && relationId(fact.key) === id) {
    const { provenance, validFrom, validTo, props } = fact;
    const content = [provenance, validFrom, validTo, props];
    return [
      {
        ...base,
        rank: 2,
        holds: true,
        ownFrom: validFrom !== null,
        from: validFrom ?? fact.at,
        to: validTo ?? Infinity,
        props: saidWith(props, fact),
        content,
      },
    ];
  }
  if (fact.fact === 'retire' && 'key' in fact.of && relationId(fact.of.key) === id)
    return [{ ...base, rank: 3, holds: false }];
  if (fact.fact !== 'set' || fact.type !== key.type || fact.of !== key[fact.end]) return [];
  const member = fact.end === 'from' ? key.to : key.from;
  if (key.discriminator !== '' || !fact.members.includes(member)) return [{ ...base, rank: 0, holds: false }];
  const props = fact.props?.[member] ?? {};
  const content = [fact.provenance, null, null, props];
  return [{ ...base, rank: 1, holds: true, props: saidWith(props, fact), content }];
}

function saidWith(props: Readonly<Record<string, Json>>, { at }: Fact): Claimed['props'] {
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, [at, value] as const]));
}

function mentioned(fact: Fact): readonly Urn[] {
  if (fact.fact === 'entity') return [fact.id];
  if (fact.fact === 'relation') return [fact.key.from, fact.key.to];
  if (fact.fact === 'set') return [fact.of, ...fact.members];
  return fact.fact === 'observe' ? [fact.of] : [];
}

function firstTime(fact: Fact): number {
  return fact.fact === 'relation' ? Math.min(fact.at, fact.validFrom ?? fact.at) : fact.at;
}

function entityOf(fact: Fact): Urn | null {
  if (fact.fact === 'entity') return fact.id;
  return fact.fact === 'retire' && 'id' in fact.of ? fact.of.id : null;
}

function byTime(a: Fact, b: Fact): number {
  const retire = Number(a.fact === 'retire') - Number(b.fact === 'retire');
  const content = (fact: Fact) => (fact.fact === 'entity' ? fact.props : {});
  return a.at - b.at || retire || order(content(a), content(b));
}

function order(a: Json, b: Json): number {
  const [left, right] = [contentHash(a), contentHash(b)];
  return left < right ? -1 : Number(left > right);
}
