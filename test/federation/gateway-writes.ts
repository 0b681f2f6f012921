import type { GraphQLCompositeType } from 'graphql';
import { expect, test } from 'vitest';
import { kinds } from '../../src/domains/index.ts';
import { buildGraph } from '../../src/graphql/index.ts';
import { formatPosition, parsePosition, POSITION_HEADER } from '../../src/kernel/cursor.ts';
import { everyField } from '../kit/every-field.ts';
import type { TestGateway } from '../kit/gateway.ts';

interface Payload {
  readonly position: string;
  readonly entity: Record<string, unknown> | null;
}

const schema = buildGraph();

/** That what is written through the gateway is answered, and then read, as by the graph, whichever process wrote it. */
export function writesThrough(gateway: () => TestGateway): void {
  async function write(document: string): Promise<Record<string, Payload>> {
    const { data, errors } = await gateway().answer(document);
    expect(errors).toBeUndefined();
    return data as Record<string, Payload>;
  }

  /** Where the log stands once so many more entries are in it. */
  async function positionIn(entries: number): Promise<string> {
    const { position } = await gateway().single.services.store.log.head();
    return formatPosition(position + entries);
  }

  test.each(kinds)('a mutation of $plural tells every field as the graph does there', async ({ typeName }) => {
    const fields = everyField(schema.getType(typeName) as GraphQLCompositeType);
    const input = '{ namespace: "written", name: "a#b@1", description: "through the gateway" }';
    const { payload } = await write(`mutation { payload: upsert${typeName}(input: ${input}) {
      position entity { id description ... on ${typeName} { ${fields} } } } }`);
    expect(payload?.entity).toMatchObject({ description: 'through the gateway' });
    const query = `{ entity(id: "${String(payload?.entity?.['id'])}") { ... on ${typeName} { ${fields} } } }`;
    const read = await gateway().single.answer(query, {}, { [POSITION_HEADER]: payload?.position ?? '' });
    expect(payload?.entity).toEqual(read.data?.['entity']);
  });

  test('mutations of several subgraphs in one operation are carried out in order, each behind the one before', async () => {
    const kpi = (text: string) =>
      `upsertBusinessKpi(input: { namespace: "order", name: "k", description: "${text}" }) { ...P }`;
    const payloads = await write(`mutation {
      a: ${kpi('first')}
      b: upsertTeam(input: { namespace: "order", name: "t" }) { ...P }
      c: relate(input: { type: "OWNS", from: "urn:throughline:team:order:t", to: "urn:throughline:business-kpi:order:k" }) { ...P }
      d: ${kpi('second')}
      e: retireBusinessKpi(id: "urn:throughline:business-kpi:order:k") { ...P }
    } fragment P on WritePayload { position entity { description retiredAt owners { name } } }`);
    const positions = Object.values(payloads).map(({ position }) => parsePosition(position, 'position').position);
    expect(positions).toEqual([...new Set(positions)].sort((left, right) => left - right));
    const { a, d, e } = payloads;
    expect([a, d, e].map((payload) => payload?.entity)).toEqual([
      { description: 'first', retiredAt: null, owners: [] },
      { description: 'second', retiredAt: null, owners: [{ name: 't' }] },
      { description: 'second', retiredAt: expect.any(String) as string, owners: [{ name: 't' }] },
    ]);
  });

  test('whoever asks for the position of a write reads it in each subgraph, which waits for it', async () => {
    const query =
      '{ teams(filter: { namespace: { eq: "awaited" } }) { nodes { name } } search(text: "awaited") { nodes { name } } }';
    const reading = gateway().answer(query, {}, { [POSITION_HEADER]: await positionIn(1) });
    const { upsertTeam } = await write(
      'mutation { upsertTeam(input: { namespace: "awaited", name: "awaited" }) { position } }',
    );
    const written = { nodes: [{ name: 'awaited' }] };
    expect(await reading).toEqual({ data: { teams: written, search: written } });
    expect(await gateway().answer(query, {}, { [POSITION_HEADER]: upsertTeam?.position ?? '' })).toEqual(await reading);
  });

  test('what no write brings about is told as by the graph', async () => {
    const query = '{ businessKpis { total { value } } }';
    const headers = { [POSITION_HEADER]: await positionIn(1_000) };
    const [one, other] = await Promise.all([
      gateway().single.answer(query, {}, headers),
      gateway().answer(query, {}, headers),
    ]);
    const codes = [one, other].map(({ errors }) => errors?.map(({ extensions }) => extensions['code']));
    expect(codes).toEqual([['POSITION_TIMEOUT'], ['POSITION_TIMEOUT']]);
  });

  test('a refusal is told as by the graph, and nothing is written', async () => {
    const mutation = `mutation {
      retireTeam(id: "urn:throughline:team:no:body") { entity { id } refused { code path message } }
      upsertBusinessKpi(input: { namespace: "", name: "n" }) { entity { id } refused { code path message } } }`;
    const before = await positionIn(0);
    const refused = await gateway().answer(mutation);
    expect(refused.data).toMatchObject({
      retireTeam: { refused: { code: 'NOT_FOUND' } },
      upsertBusinessKpi: { refused: { code: 'BAD_USER_INPUT' } },
    });
    expect(refused.data).toEqual((await gateway().single.answer(mutation)).data);
    expect(await positionIn(0)).toBe(before);
  });
}
