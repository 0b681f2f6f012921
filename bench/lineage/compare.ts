import { percentile } from '../bench.ts';

/** One way to answer. */
export interface Form<Question, Answer = unknown> {
  readonly name: string;
  answer(question: Question): Promise<Answer>;
  /** What the answer says, in a form in which two that say the same are the same text; absent: it is that itself. */
  told?(answer: Answer): unknown;
}

export interface Compared {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  /** How many times as long as the first form the median takes. */
  readonly ratio: number;
}

const ROUNDS = 5;

/**
 * Puts all questions to each form in turn, round by round, the order turning too, so that whatever else the machine does
 * meets all of them. The first rounds warm up; in the very first answers are compared.
 * @param warmUps rounds that do not count: what runs for days has met its code before
 * @throws Error where two forms answer otherwise
 */
export async function compare<Question, Answer>(
  forms: readonly Form<Question, Answer>[],
  questions: readonly Question[],
  warmUps = 3,
): Promise<Compared[]> {
  for (const question of questions) {
    const told = async (form: Form<Question, Answer>) => {
      const answer = await form.answer(question);
      return form.told === undefined ? answer : form.told(answer);
    };
    const [first, ...others] = await inTurn(forms, told);
    const expected = JSON.stringify(first);
    for (const [index, other] of others.entries()) {
      if (JSON.stringify(other) !== expected) throw new Error(difference(forms[index + 1]!.name, first, other));
    }
  }
  const times = forms.map((): number[] => []);
  for (let round = 1; round < warmUps + ROUNDS; round++) {
    for (let i = 0; i < forms.length; i++) {
      const index = (i + round) % forms.length;
      for (const question of questions) {
        const begin = performance.now();
        await forms[index]!.answer(question);
        if (round >= warmUps) times[index]!.push(performance.now() - begin);
      }
    }
  }
  const sorted = times.map((each) => each.sort((a, b) => a - b));
  const base = percentile(sorted[0]!, 0.5);
  return forms.map(({ name }, index) => {
    const p50 = percentile(sorted[index]!, 0.5);
    return { name, p50, p95: percentile(sorted[index]!, 0.95), ratio: p50 / base };
  });
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function difference(name: string, first: unknown, other: unknown): string {
  const sizes = [first, other].map((answer) => (Array.isArray(answer) ? `${answer.length} items` : typeof answer));
  return `${name} answers otherwise: ${sizes.join(' against ')}; ${JSON.stringify(other).slice(0, 500)}`;
}
