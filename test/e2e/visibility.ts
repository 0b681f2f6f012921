import fc from 'fast-check';
import type { GraphQLCompositeType, GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from '../../src/domains/index.ts';
import { createExport, type ExportName } from '../../src/export/index.ts';
import { buildGraph, createContext } from '../../src/graphql/index.ts';
import { formatPosition, parsePosition } from '../../src/kernel/cursor.ts';
import { formatUrn, type Urn } from '../../src/kernel/urn.ts';
import { EVERYBODY, type Viewer } from '../../src/kernel/viewer.ts';
import { sightOf, visibilityOf } from '../../src/kernel/visibility.ts';
import { seenChange } from '../../src/store/visible.ts';
import { loadOperations, OPERATIONS } from '../../src/playground/operations.ts';
import { answerFor, itemsFor } from '../kit/as-viewer.ts';
import { everyField } from '../kit/every-field.ts';
import { startServer, type TestServer } from '../kit/server.ts';
import { viewersOf } from '../kit/viewer-arbitrary.ts';

const schema = buildGraph();
const EXPORTS: readonly [ExportName, string][] = [
  ['lineage', 'nodes'],
  ['lineage', 'links'],
  ['impact', 'kpis'],
  ['impact', 'deployments'],
  ['impact', 'owners'],
];
/** A feed of alerts has nothing to tell to those from whom all of them are hidden. */
const QUIET = 2_000;

/**
 * Nothing of what is hidden from a viewer is in any answer, on the demo company in this store.
 * @param runs how many viewers ask each question
 */
export function visibilityOfAnswers(environment: Readonly<Record<string, string>>, runs: number): void {
  let server: TestServer;
  let ids: Urn[];
  beforeAll(async () => {
    server = await startServer({ THROUGHLINE_SEED: 'demo', ...environment });
    const { graph, log } = server.services.store;
    const { position } = await log.head();
    const at = { position, asOf: null, now: server.services.clock(), viewer: EVERYBODY };
    const query = { where: [], order: [], first: 1_000, after: null, count: false };
    const pages = await Promise.all(kinds.map(({ kind }) => graph.find({ ...query, kind }, at)));
    ids = pages.flatMap(({ records }) => records.map(({ id }) => id));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function eachViewer(
    check: (viewer: Viewer, isSeen: (id: Urn) => boolean) => Promise<void>,
    numRuns = runs,
  ): Promise<void> {
    const hiding = viewersOf(ids).filter(({ visibility }) => visibility.rules.length > 0);
    await fc.assert(
      fc.asyncProperty(hiding, (viewer) => check(viewer, (id) => sightOf(viewer.visibility)(id) === 'SHOW')),
      // Smaller rules would be told at the price of many more answers.
      { numRuns, endOnFailure: true },
    );
  }

  /** That no id of what is hidden is there, however it is spelled, be it as a kind, a namespace and a name. */
  function expectNoneOf(isSeen: (id: Urn) => boolean, answer: unknown): void {
    const text = JSON.stringify(answer);
    const cursors = [...text.matchAll(/"([\w-]{12,})"/g)].map(([, each]) => Buffer.from(each!, 'base64url').toString());
    const all = [text, ...cursors].join('\n');
    const decoded = all.replaceAll(/(?:%[\dA-F]{2})+/g, (part) => decodeURIComponent(part));
    const isIn = (id: Urn) => all.includes(`${id}"`) || decoded.includes(`${decodeURIComponent(id)}"`);
    expect(ids.filter((id) => !isSeen(id) && isIn(id))).toEqual([]);
    const named: Urn[] = [];
    JSON.stringify(answer, (_key, value: unknown) => {
      const { kind, namespace, name } = (value ?? {}) as Record<string, unknown>;
      if (typeof kind === 'string' && typeof namespace === 'string' && typeof name === 'string')
        named.push(formatUrn(kind, namespace, name));
      return value;
    });
    expect(named.filter((id) => !isSeen(id))).toEqual([]);
  }

  test('every saved operation tells nothing of what is hidden, and refuses it as what is not there', async () => {
    await eachViewer(async (viewer, isSeen) => {
      for (const { name, type, document, variables } of loadOperations(OPERATIONS)) {
        const answers =
          type === 'query'
            ? [await answerFor(viewer, server, document, variables)]
            : await itemsFor(viewer, server, document, { ...variables, after: formatPosition(0) }, 2, QUIET);
        const text = JSON.stringify(variables);
        const isAboutHidden = ids.some((id) => !isSeen(id) && text.includes(`"${id}"`));
        const codes = answers.flatMap(({ errors = [] }) => errors.map(codeOf));
        expect({ name, codes: codes.filter((code) => !(isAboutHidden && code === 'NOT_FOUND')) }).toEqual({
          name,
          codes: [],
        });
        for (const { data } of answers) expectNoneOf(isSeen, data ?? null);
      }
    });
  });

  test('no field of any kind tells of what is hidden, and what is seen is as it is for everybody', async () => {
    await eachViewer(async (viewer, isSeen) => {
      for (const { kind, typeName, plural } of kinds) {
        const type = schema.getType(typeName) as GraphQLCompositeType;
        const list = `{ ${plural}(first: 1000) { total { value } edges { cursor } nodes { id } } }`;
        const found = (await answerFor(viewer, server, list)).data as Record<string, Listed>;
        const expected = ids.filter((id) => isSeen(id) && id.split(':')[2] === kind.toLowerCase().replaceAll('_', '-'));
        const { total, nodes } = found[plural]!;
        expect(nodes.map(({ id }) => id).every((id) => expected.includes(id))).toBe(true);
        expect(total.value).toBe(nodes.length);
        const some = nodes.slice(0, 3).map(({ id }) => id);
        const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${typeName} { ${everyField(type)}
          up: lineage(direction: BOTH) { nodes { id entity { ${everyField(schema.getType('Entity') as GraphQLCompositeType, 0)} } } links { from to type hops sources } } } } }`;
        const answer = await answerFor(viewer, server, document, { ids: some });
        expect(answer.errors).toBeUndefined();
        expectNoneOf(isSeen, [found, answer.data]);
        const leaves = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ${typeName} { id name description createdAt } } }`;
        const [theirs, ours] = await Promise.all(
          [viewer, EVERYBODY].map((who) => answerFor(who, server, leaves, { ids: some })),
        );
        expect(theirs).toEqual(ours);
        const hidden = ids.filter((id) => !isSeen(id)).slice(0, 20);
        const lookUp = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
        const [none, whole] = [
          await answerFor(viewer, server, lookUp, { ids: hidden }),
          await answerFor(EVERYBODY, server, lookUp, { ids: hidden }),
        ];
        expect(none.data?.['nodes']).toEqual(hidden.map(() => null));
        // What one viewer may not see is not taken for gone by others.
        expect(whole.data?.['nodes']).toEqual(hidden.map((id) => ({ id })));
      }
    });
  });

  test('walks, impact, paths and causes from what is seen tell of nothing else', async () => {
    const leaves = (name: string) => everyField(schema.getType(name) as GraphQLCompositeType, 0);
    const document = `query ($of: [ID!]!, $one: ID!, $to: ID!) {
      lineage(of: $of, direction: BOTH) { nodes { id } links { ${leaves('LineageLink')} } answer { hidden { disclosure present count } } }
      impact(of: $of) { kpis { nodes { kpi { id } path { nodes { id } } } } deployments { nodes { deployment { id } path { nodes { id } } } }
        owners { nodes { owner { id } owns { id } } } counts { kind count } }
      paths(from: $one, to: $to) { paths { nodes { id } } }
      rootCauses(of: $to, since: "2026-01-01T00:00:00Z") { causes { entity { id } path { nodes { id } } changes { before after other entity { id } } } }
      lineageDiff(of: $of, direction: BOTH, base: { asOf: "2026-06-01T00:00:00Z" }, head: {}) { addedNodes { id } removedNodes { id } changedNodes { id } }
    }`;
    await eachViewer(async (viewer, isSeen) => {
      const seen = ids.filter(isSeen);
      fc.pre(seen.length > 1);
      const of = seen.filter((_, index) => index % 7 === 0);
      const variables = { of, one: of[0], to: seen.find((id) => id.includes(':business-kpi:')) ?? of[0] };
      const { data, errors } = await answerFor(viewer, server, document, variables);
      expect(errors).toBeUndefined();
      expectNoneOf(isSeen, data);
      for (const [name, what] of EXPORTS) {
        const asked = { of, what, format: 'json', ...(name === 'lineage' && { direction: 'BOTH' }) };
        const exported = await createExport(name, asked, createContext(server.services, viewer));
        let text = '';
        for await (const piece of exported.text()) text += piece;
        expectNoneOf(isSeen, JSON.parse(text));
      }
      const { hidden } = (data as { lineage: { answer: { hidden: Told } } }).lineage.answer;
      const { disclosure } = viewer.visibility;
      expect([hidden.disclosure, hidden.present === null, hidden.count === null]).toEqual([
        ...[disclosure, disclosure === 'NONE', disclosure !== 'COUNT'],
      ]);
    });
  });

  test('a search finds, counts and suggests what is seen, and its pages serve no other viewer', async () => {
    const search = `query ($text: String, $after: PageCursor, $owners: [ID!]) {
      search(text: $text, first: 2, after: $after, filter: { owners: $owners }) {
        total { value } edges { cursor } nodes { id } facets { name values { value count { value } } } pageInfo { endCursor } } }`;
    await eachViewer(async (viewer, isSeen) => {
      for (const text of [null, 'orders', 'ordres', 'a']) {
        const { data } = await answerFor(viewer, server, search, { text });
        expectNoneOf(isSeen, data);
        const { total, pageInfo } = (data as unknown as Found).search;
        const all = ids.filter((id) => isSeen(id) && !retired.has(id)).length;
        expect(total.value).toBe(text === null ? all : total.value);
        const { endCursor: after } = pageInfo;
        const asOthers = await answerFor(EVERYBODY, server, search, { text, after });
        const { errors = [] } = asOthers;
        expect(errors.map(codeOf)).toEqual(after === null ? [] : ['CURSOR_EXPIRED']);
      }
      const owners = ids.filter((id) => !isSeen(id) && /:(?:team|person):/.test(id));
      const { data } = await answerFor(viewer, server, search, { owners });
      expect((data as unknown as Found).search.total.value).toBe(0);
    }, runs * 8);
  });

  test('a feed delivers what happened to what is seen, each once and in order', async () => {
    const feed = `subscription ($after: LogPosition) { entityChanges(after: $after) { ... on ChangeEvent {
      position change { type other relationship before after entity { id } link { from to } } } } }`;
    const changes = await server.services.store.log.changes({ position: 0, ordinal: 0 }, 5_000);
    await eachViewer(async (viewer, isSeen) => {
      const expected = changes.flatMap((change) => seenChange(change, viewer) ?? []).slice(0, 300);
      const items = await itemsFor(viewer, server, feed, { after: formatPosition(0) }, expected.length + 1);
      expectNoneOf(isSeen, items);
      const positions = items
        .slice(1)
        .map(({ data }) => (data as { entityChanges: { position: string } }).entityChanges.position);
      expect(positions.map((text) => parsePosition(text, 'position'))).toEqual(
        expected.map(({ position, ordinal }) => ({ position, ordinal })),
      );
    });
  });

  test('what is hidden is refused in the words for what is not there', async () => {
    const team = ids.find((id) => id.includes(':team:'))!;
    const refusing: [string, string][] = [
      ['lineage', 'query ($id: ID!) { lineage(of: [$id], direction: UPSTREAM) { nodes { id } } }'],
      ['impact', 'query ($id: ID!) { impact(of: [$id]) { counts { count } } }'],
      ['paths from', `query ($id: ID!) { paths(from: $id, to: "${ids[0]}") { exhaustive } }`],
      ['paths to', `query ($id: ID!) { paths(from: "${ids[0]}", to: $id) { exhaustive } }`],
      ['rootCauses', 'query ($id: ID!) { rootCauses(of: $id, since: "2026-01-01T00:00:00Z") { examined } }'],
      [
        'lineageDiff',
        'query ($id: ID!) { lineageDiff(of: [$id], direction: BOTH, base: {}, head: {}) { total { value } } }',
      ],
      ['entityChanges', 'subscription ($id: ID!) { entityChanges(ids: [$id]) { __typename } }'],
      ['impactChanges', 'subscription ($id: ID!) { impactChanges(of: $id) { __typename } }'],
      ['retire', 'mutation ($id: ID!) { retireDataset(id: $id) { entity { id } refused { code message path } } }'],
      [
        'relate',
        `mutation ($id: ID!) { relate(input: { type: "OWNS", from: "${team}", to: $id }) { refused { code message path } } }`,
      ],
      [
        'unrelate',
        `mutation ($id: ID!) { unrelate(input: { type: "OWNS", from: "${team}", to: $id }) { refused { code message path } } }`,
      ],
    ];
    const hidden = ids.filter((id) => id.includes(':dataset:')).at(-1)!;
    const nowhere = formatUrn('DATASET', 'no', 'where');
    const viewer = { id: 'v', visibility: visibilityOf([{ effect: 'PASS', ids: [hidden] }], 'COUNT') };
    for (const [name, document] of refusing) {
      const answers = [hidden, nowhere].map(async (id) => {
        const isFeed = document.startsWith('subscription');
        const answer = isFeed
          ? await itemsFor(viewer, server, document, { id }, 1)
          : await answerFor(viewer, server, document, { id });
        return JSON.stringify([answer]).replaceAll(id, '<it>');
      });
      const [ofHidden, ofNone] = await Promise.all(answers);
      expect({ name, answer: ofHidden }).toEqual({ name, answer: ofNone });
      expect(ofHidden).toMatch(/there is no .*<it>/);
    }
  });

  /** A search finds nothing that is gone. */
  const retired = new Set<Urn>();
  beforeAll(async () => {
    const lists = kinds.map(({ plural }) => `${plural}(first: 1000, filter: { retired: true }) { nodes { id } }`);
    const { data } = await answerFor(EVERYBODY, server, `{ ${lists.join(' ')} }`);
    for (const { nodes } of Object.values(data as Record<string, Listed>)) for (const { id } of nodes) retired.add(id);
  });
}

function codeOf({ originalError }: GraphQLError): string | undefined {
  return (originalError as { code?: string } | null)?.code;
}

interface Listed {
  readonly total: { readonly value: number };
  readonly nodes: readonly { readonly id: Urn }[];
}

interface Told {
  readonly disclosure: string;
  readonly present: boolean | null;
  readonly count: number | null;
}

interface Found {
  readonly search: {
    readonly total: { readonly value: number };
    readonly pageInfo: { readonly endCursor: string | null };
  };
}
