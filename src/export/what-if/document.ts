import { parse } from 'graphql';
import type { Urn } from '../../kernel/urn.ts';

/** What the report asks GraphQL for. Lists are as long as a page; their totals say how many there are. */
export const DOCUMENT = parse(`
query ($changes: [WhatIfChange!]!, $at: Moment) {
  whatIf(changes: $changes, at: $at) {
    verdict
    outcomes {
      type
      subject { ...Named }
      verdict
      reasons { type verdict count }
      before
      after
      judged { ...Named owners { ...Named } }
    }
    consumers {
      total { value exact }
      nodes {
        consumer { ...Named }
        uses
        known
        sourcesLeft
        link { type hops grain provenance confidence sources }
        job { ...Named sourceCodeUrl sourceCodeVersion }
      }
    }
    affected {
      total { value exact }
      nodes { entity { ...Named } depth known sourcesLeft }
    }
    impact {
      kpis {
        total { value exact }
        nodes { kpi { ...Named } risk parts { weight confidence stageShare } path { length nodes { id } } }
      }
      deployments {
        total { value exact }
        nodes { deployment { ...Named } risk }
      }
      owners {
        total { value exact }
        nodes { owner { ...Named } ownsCount { value exact } owns(first: 10) { ...Named } }
      }
      counts { kind count }
      answer { limitHit }
    }
    kpiShifts {
      total { value exact }
      nodes { kpi { ...Named } before after }
    }
    upstreamShifts {
      total { value exact }
      nodes { entity { ...Named } of { ...Named } before after }
    }
    answer {
      watermark
      moment { asOf knownAt position }
      limitHit
      hidden { disclosure present count }
      staleLinks
    }
  }
}
fragment Named on Entity { id kind name }
`);

interface Named {
  readonly id: Urn;
  readonly kind: string;
  readonly name: string;
}

export interface List<T> {
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly nodes: readonly T[];
}

interface Outcome {
  readonly type: string;
  readonly subject: Named;
  readonly verdict: string;
  readonly reasons: readonly { readonly type: string; readonly verdict: string; readonly count: number | null }[];
  readonly judged: readonly (Named & { readonly owners: readonly Named[] })[] | null;
}

interface Consumer {
  readonly consumer: Named;
  readonly uses: readonly Urn[];
  readonly known: boolean;
  readonly sourcesLeft: string | null;
  readonly link: { readonly grain: string; readonly provenance: string; readonly confidence: number };
  readonly job: (Named & { readonly sourceCodeUrl: string | null }) | null;
}

/** The answer, as far as the report's Markdown tells it; as JSON it goes out whole. */
export interface Report {
  readonly verdict: string;
  readonly outcomes: readonly Outcome[];
  readonly consumers: List<Consumer>;
  readonly affected: List<{ readonly known: boolean }>;
  readonly impact: {
    readonly kpis: List<{
      readonly kpi: Named;
      readonly risk: number;
      readonly path: { readonly nodes: readonly { readonly id: Urn }[] };
    }>;
    readonly deployments: List<{ readonly deployment: Named; readonly risk: number }>;
    readonly owners: List<{
      readonly owner: Named;
      readonly ownsCount: { readonly value: number };
      readonly owns: readonly Named[];
    }>;
    readonly answer: { readonly limitHit: string | null };
  };
  readonly kpiShifts: List<{ readonly kpi: Named; readonly before: number; readonly after: number }>;
  readonly answer: {
    readonly watermark: string;
    readonly moment: { readonly asOf: string; readonly knownAt: string };
    readonly limitHit: string | null;
    readonly hidden: { readonly present: boolean | null; readonly count: number | null };
    readonly staleLinks: number;
  };
}
