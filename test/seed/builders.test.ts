import { expect, test } from 'vitest';
import { after, on } from '../../seed/calendar.ts';
import { tellJob } from '../../seed/job.ts';
import { Story } from '../../seed/story.ts';
import { tellTable } from '../../seed/table.ts';
import { tellView } from '../../seed/view.ts';
import { formatUrn } from '../../src/kernel/urn.ts';

const AT = '2026-01-01T00:00:00Z';
const tables = (story: Story) => {
  const tell = story.by('test', AT);
  return {
    raw: tellTable(tell, 'db', 'raw', { description: 'As it came.' }, { id: 'uuid: Key.', note: 'text: Free text.' }),
    mart: tellTable(tell, 'db', 'mart', { description: 'As it is read.' }, { id: 'uuid: Key.' }),
  };
};

test('a job that tells its columns says so, and one that does not leaves all of them open', () => {
  const columnsOf = (columns?: Record<string, string>) => {
    const story = new Story();
    const { raw, mart } = tables(story);
    const props = { description: 'Copies.' };
    tellJob(story.by('test', AT), 'cron', 'copy', {
      ...{ props, reads: { raw }, writes: [mart] },
      ...(columns && { columns }),
    });
    return story
      .facts()
      .flatMap((fact) => (fact.fact === 'relation' ? [`${fact.key.type} ${JSON.stringify(fact.props)}`] : []));
  };
  const job = formatUrn('JOB', 'cron', 'copy');
  expect(columnsOf()).toEqual(['READ_BY {"columns":"OPAQUE"}', 'WRITES {}']);
  expect(columnsOf({ id: 'raw.id' })).toEqual([
    'READ_BY {"columns":"KNOWN"}',
    'WRITES {}',
    `DERIVES {"job":"${job}","transformation":"DIRECT"}`,
  ]);
});

test('a view whose features name their columns is supplied by these, and by no other of the table', () => {
  const story = new Story();
  const { raw } = tables(story);
  const props = { description: 'One feature.', mode: 'BATCH' };
  const features = { key: ['String', 'The key.', 'raw.id'] } as const;
  const view = tellView(story.by('test', AT), 'store', 'view', { props, from: { raw }, features });
  const supplies = story.facts().flatMap((fact) => (fact.fact === 'relation' ? [[fact.key.from, fact.key.to]] : []));
  expect(supplies).toEqual([
    [raw.field('id'), view.named('key')[0]],
    [raw.id, view.id],
    [raw.field('id'), view.id],
  ]);
});

test('what is not there can not be told of', () => {
  const story = new Story();
  const { raw, mart } = tables(story);
  const tell = story.by('test', AT);
  const job = (columns: Record<string, string>) => () =>
    tellJob(tell, 'cron', 'copy', { props: { description: '' }, reads: { raw }, writes: [mart], columns });
  expect(job({ id: 'raw.nope' })).toThrow('raw has no column nope.');
  expect(job({ nope: 'raw.id' })).toThrow('mart has no column nope.');
  expect(job({ id: 'other.id' })).toThrow('There is no table other at hand.');
  expect(() => tell.relation('READ_BY', raw.id, mart.id)).toThrow('READ_BY joins DATASET→JOB');
  expect(() => tell.entity('DATASET', 'db', 'raw', { rowCount: 'many' })).toThrow('props.rowCount');
});

test('days and times of the story', () => {
  expect(on(0, '02:10')).toBe('2026-10-09T02:10:00.000000Z');
  expect(on(42, '00:00')).toBe('2026-11-20T00:00:00.000000Z');
  expect(after(on(0, '00:00'), 0.5)).toBe('2026-10-09T00:00:00.500000Z');
});
