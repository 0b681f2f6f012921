import { noise } from '../../seed/noise.ts';
import { firstDecisions } from '../../src/domains/alerts/index.ts';
import { parseTime, type Micros } from '../../src/kernel/time.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { applyFacts } from '../kit/apply-facts.ts';
import type { TestServer } from '../kit/server.ts';

const claim = { at: '2026-01-01T00:00:00Z', source: 'test' };

/** So many days after the first of March 2026. */
export function day(number: number, hour = 0): string {
  return new Date(Date.UTC(2026, 2, 1 + number, hour)).toISOString();
}

export interface Release {
  readonly version: string;
  readonly from: string;
  readonly to?: string;
  readonly stage?: string;
  readonly trafficShare?: number;
  readonly arm?: string;
}

export interface Value {
  readonly at: string;
  readonly value: number;
  readonly n?: number;
  readonly variance?: number;
  readonly segment?: string;
  readonly arm?: string;
}

/** A KPI and a deployment that affects it, in a namespace of their own. */
export class World {
  readonly kpi: Urn;
  readonly deployment: Urn;
  #relations = 0;

  constructor(
    readonly server: TestServer,
    readonly namespace: string,
  ) {
    this.kpi = this.urn('BUSINESS_KPI', 'kpi');
    this.deployment = this.urn('DEPLOYMENT', 'model');
  }

  urn(kind: string, name: string): Urn {
    return formatUrn(kind, this.namespace, name);
  }

  async begin(direction: string | null = 'HIGHER_IS_BETTER'): Promise<this> {
    await this.define({ id: 'first', unit: 'EUR', direction, validFrom: '2026-01-01T00:00:00Z' });
    await this.relate('AFFECTS', this.deployment, this.kpi);
    return this;
  }

  async define(definitions: object): Promise<void> {
    const kpi = {
      fact: 'entity',
      kind: 'BUSINESS_KPI',
      namespace: this.namespace,
      name: 'kpi',
      props: { definitions },
    };
    await applyFacts(this.server, [{ ...kpi, ...claim }]);
  }

  async relate(type: string, from: string, to: string, props: object = {}): Promise<void> {
    await applyFacts(this.server, [{ fact: 'relation', type, from, to, props, ...claim }]);
  }

  async release(releases: readonly Release[], deployment: Urn = this.deployment): Promise<void> {
    const facts = releases.map(({ version, from, to, stage = 'PRODUCTION', ...told }) => {
      const props = { id: `r${(this.#relations += 1)}`, stage, ...told, validFrom: from, ...(to && { validTo: to }) };
      const ends = { from: this.urn('MODEL_VERSION', version), to: deployment };
      return { fact: 'relation', type: 'RELEASED_TO', ...ends, props, ...claim, at: from };
    });
    await applyFacts(this.server, facts);
  }

  async values(observations: readonly Value[]): Promise<void> {
    const document = `mutation ($input: RecordKpiObservationsInput!) { recordKpiObservations(input: $input) {
      recorded refusals { path } } }`;
    const told = await this.server.query<{ recordKpiObservations: { recorded: number } }>(document, {
      input: { kpi: this.kpi, observations },
    });
    if (told.recordKpiObservations.recorded !== observations.length) throw new Error(JSON.stringify(told));
  }

  async alert(about: Urn, since: string, until: string | null, severity: 'CRITICAL' | 'INFORMATIONAL' = 'CRITICAL') {
    const said = { about, severity, key: `${this.namespace} ${(this.#relations += 1)}`, title: 'It broke' };
    const rest = { source: 'test', reason: 'So.', description: null, labels: {}, details: {} };
    const time = (text: string) => parseTime(text) as Micros;
    const facts = firstDecisions({ ...said, ...rest, since: time(since) }, until === null ? null : time(until));
    const content = said.key;
    const { refused, position } = await this.server.services.writer.submit({
      scope: 'test',
      key: content,
      content,
      facts,
    });
    if (refused !== null) throw new Error(refused.message);
    await this.server.services.reader.reached(position, 2_000);
  }

  async effect(since: string, until: string, more: Record<string, unknown> = {}): Promise<Effect> {
    const { segment, ...variables } = more;
    const given = { deployment: this.deployment, kpi: this.kpi, window: { since, until, segment }, ...variables };
    return (await this.server.query<{ kpiEffect: Effect }>(EFFECT, given)).kpiEffect;
  }
}

/** A value each day that wobbles about what it is on that day. */
export function daily(
  from: number,
  until: number,
  valueOn: (day: number) => number,
  more: Partial<Value> = {},
): Value[] {
  return Array.from({ length: until - from }, (_, index) => {
    const on = from + index;
    return { at: day(on), value: valueOn(on) + noise('effect', on) - 0.5, ...more };
  });
}

/** Values of two arms each day, of a hundred with a variance of 4 each. */
export function arms(from: number, until: number, means: Readonly<Record<string, number>>, more: Partial<Value> = {}) {
  return Object.entries(means).flatMap(([arm, mean]) =>
    daily(from, until, () => mean, { n: 100, variance: 4, arm, ...more }),
  );
}

const PART = `since until method changedAt verdict estimate interval { low high } samples { name arm size }
  definition { id } releases { released { name } arm } reasons { reason sample total { value exact }
  entities { name } alerts { title entity { name } } }`;

export const EFFECT = `query ($deployment: ID!, $kpi: ID!, $window: KpiEffectWindow!, $treatment: String, $control: String,
    $at: Moment) {
  kpiEffect(deployment: $deployment, kpi: $kpi, window: $window, treatment: $treatment, control: $control, at: $at) {
    ${PART} segment deployment { name } kpi { name } parts { ${PART} } moment { asOf } } }`;

export interface Effect {
  readonly since: string;
  readonly until: string;
  readonly method: string | null;
  readonly changedAt: string | null;
  readonly verdict: string;
  readonly estimate: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly samples: readonly { readonly name: string; readonly arm: string | null; readonly size: number }[];
  readonly definition: { readonly id: string } | null;
  readonly releases: readonly { readonly released: { readonly name: string }; readonly arm: string | null }[];
  readonly reasons: readonly {
    readonly reason: string;
    readonly sample: string | null;
    readonly total: { readonly value: number };
    readonly entities: readonly { readonly name: string }[];
    readonly alerts: readonly { readonly title: string; readonly entity: { readonly name: string } }[];
  }[];
  readonly parts: readonly Effect[];
}

export function reasonsOf({ reasons }: Effect): string[] {
  return reasons.map(({ reason, sample }) => (sample === null ? reason : `${reason} ${sample}`));
}
