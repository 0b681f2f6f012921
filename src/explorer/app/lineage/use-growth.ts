import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { troubleOf, type Trouble } from '../ask.ts';
import type { CanvasGraph } from '../canvas/graph.ts';
import { LineageDocument, type LineageQueryVariables, type Moment } from '../generated/operations.ts';
import { TEXTS } from '../texts.ts';
import type { AskedLineage } from './asked-lineage.ts';
import { grow, keyOf, MOST_GROWN, questionOf, type Growth, type GrowthAnswer, type Grown } from './growth.ts';
import { useSame } from './use-same.ts';

interface Answer {
  /** The question that it answers. */
  readonly asked: string;
  readonly lineage: GrowthAnswer['lineage'];
  readonly problem: string | null;
}

export interface UsedGrowth extends Grown {
  readonly growths: readonly Growth[];
  readonly answers: ReadonlyMap<string, GrowthAnswer>;
  /** Asks again for what did not come. */
  retry(): void;
}

/** Asks for what the address adds to a graph of that moment, and adds what came. */
export function useGrowth(graph: CanvasGraph, asked: AskedLineage, at: Moment): UsedGrowth {
  const client = useClient();
  const growths = useSame(asked.growths.slice(0, MOST_GROWN));
  const [known, setKnown] = useState<ReadonlyMap<string, Answer>>(new Map());
  const questions = JSON.stringify(
    growths.map((growth) => [keyOf(growth), questionOf(growth, at, asked.walk.filter ?? {})]),
  );

  useEffect(() => {
    let isOver = false;
    for (const [key, variables] of JSON.parse(questions) as ReadonlyArray<[string, LineageQueryVariables]>) {
      const asked = JSON.stringify(variables);
      if (known.get(key)?.asked === asked) continue;
      // The moment is in the question, so that its answer stays what it is.
      void client.query(LineageDocument, variables, { requestPolicy: 'cache-first' }).then(({ data, error }) => {
        if (isOver) return;
        const problem = error === undefined ? null : toldOf(troubleOf(error));
        const answer: Answer = { asked, lineage: data?.lineage ?? null, problem };
        setKnown((before) => new Map(before).set(key, answer));
      });
    }
    return () => {
      isOver = true;
    };
  }, [client, questions, known]);

  const answers = useMemo(() => {
    const current = new Map(JSON.parse(questions) as ReadonlyArray<[string, LineageQueryVariables]>);
    return new Map(
      [...known].flatMap(([key, { asked, lineage, problem }]) => {
        const variables = current.get(key);
        if (variables === undefined) return [];
        return [[key, { lineage, problem, isOld: JSON.stringify(variables) !== asked }] as const];
      }),
    );
  }, [known, questions]);
  const grown = useMemo(() => grow(graph, growths, answers), [graph, growths, answers]);

  function retry(): void {
    setKnown((before) => new Map([...before].filter(([, { problem }]) => problem === null)));
  }

  return { ...grown, growths, answers, retry };
}

function toldOf({ because, message }: Trouble): string {
  return because === 'offline' ? TEXTS.states.offlineTitle : message;
}
