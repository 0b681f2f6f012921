import type { Answer } from '../graphql/index.ts';
import type { Json } from '../kernel/json.ts';
import { formatTime } from '../kernel/time.ts';
import type { Format } from './format.ts';

/** One object: `answer` and `total` first, then the list, a row a line. */
export const json: Format = {
  type: 'application/json; charset=utf-8',
  head: ({ name, answer, total }) =>
    `{"answer":${JSON.stringify(answerJson(answer))},"total":${JSON.stringify(total)},${JSON.stringify(name)}:[`,
  rows({ columns }, rows, isFirst) {
    const texts = rows.map((row) => {
      const entries = columns.map(({ name }, index) => [name, row[index]]);
      return JSON.stringify(Object.fromEntries(entries));
    });
    return `${isFirst ? '\n' : ',\n'}${texts.join(',\n')}`;
  },
  tail: () => '\n]}\n',
};

/** As GraphQL tells it, scalars written out. */
function answerJson({ watermark, moment, limitHit, hidden, staleLinks }: Answer): Json {
  const { asOf, knownAt, position } = moment;
  return {
    watermark,
    moment: { asOf: formatTime(asOf), knownAt: formatTime(knownAt), position },
    limitHit,
    hidden: { disclosure: hidden.disclosure, present: hidden.present, count: hidden.count },
    staleLinks,
  };
}
