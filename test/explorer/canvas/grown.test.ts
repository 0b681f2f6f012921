import type { Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cluster } from '../../../src/explorer/app/canvas/cluster.ts';
import { chromiumUnavailable } from '../../kit/chromium.ts';
import { faultsOf, startExplorer, type TestExplorer } from '../../kit/explorer.ts';
import { describeUnlessUnavailable } from '../../kit/unavailable.ts';
import { layered } from './graphs.ts';
import { SEGMENTS } from '../demo.ts';

interface Met {
  readonly lineage: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly entity: { readonly name: string; readonly runName?: string | null };
    }>;
  };
}

describeUnlessUnavailable('what is done on the canvas', chromiumUnavailable, () => {
  let explorer: TestExplorer;
  let page: TestExplorer['page'];
  let upstream: Met;
  let downstream: Met;

  beforeAll(async () => {
    explorer = await startExplorer();
    page = explorer.page;
    [upstream, downstream] = [await walked(SEGMENTS, 'UPSTREAM', 1), await walked(SEGMENTS, 'DOWNSTREAM', 1)];
  });

  afterAll(() => explorer?.[Symbol.asyncDispose]());

  const address = () => explorer.address();
  const stage = () => page.locator('.canvas-stage');
  const shown = () => page.locator('.canvas[data-state=shown]').waitFor();
  const added = () => page.getByRole('group', { name: 'Added to the graph' });
  const asked = (rest: Record<string, string>) =>
    `/lineage?${new URLSearchParams({ of: SEGMENTS, depth: '1', ...rest })}`;
  const namesOf = ({ lineage }: Met) => lineage.nodes.map(({ entity }) => entity.runName ?? entity.name);

  async function walked(of: string, direction: string, depth: number | null, filter = {}): Promise<Met> {
    return explorer.server.query<Met>(
      `query ($of: [ID!]!, $direction: LineageDirection!, $depth: Int, $filter: LineageFilter) {
        lineage(of: $of, direction: $direction, depth: $depth, filter: $filter) { nodes { id entity { name ... on ExperimentRun { runName } } } } }`,
      { of: [of], direction, depth, filter },
    );
  }

  /** The names of all nodes, as the list beside the canvas has them. */
  async function listed(): Promise<string[]> {
    await shown();
    const button = page.getByRole('button', { name: 'List', exact: true });
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
    return (await page.locator('.canvas-outline strong').allInnerTexts()).toSorted();
  }

  /** Selects the first node of that name by the list. */
  async function select(name: string): Promise<void> {
    await listed();
    await page
      .locator('.canvas-listed', { has: page.getByText(name, { exact: true }) })
      .first()
      .click();
  }

  const together = (...names: string[][]) => [...new Set(names.flat())].toSorted();

  test('two nodes expanded before the first answer both stay, and the address alone gives them again', async () => {
    const job = upstream.lineage.nodes[1]!;
    const view = downstream.lineage.nodes[1]!;
    const [above, below] = [await walked(job.id, 'UPSTREAM', 1), await walked(view.id, 'DOWNSTREAM', 1)];
    const all = together(namesOf(upstream), namesOf(downstream), namesOf(above), namesOf(below));
    expect(all.length).toBeGreaterThan(new Set([...namesOf(upstream), ...namesOf(downstream)]).size + 1);
    await explorer.open(asked({}));
    await shown();
    const held: Route[] = [];
    const hold = (route: Route) => {
      const isAround = [job.id, view.id].some((id) => route.request().postDataJSON().variables.of?.[0] === id);
      return isAround ? void held.push(route) : route.fallback();
    };
    await page.route('**/graphql', hold);
    await stage().press('Home');
    await stage().press('ArrowLeft');
    await stage().press('u');
    await stage().press('Home');
    await stage().press('ArrowRight');
    await stage().press('d');
    await expect.poll(() => held.length).toBe(2);
    expect(await added().getByText('loading …').count()).toBeGreaterThanOrEqual(2);
    for (const route of held.toReversed()) await route.continue();
    await page.unroute('**/graphql', hold);
    await expect.poll(listed).toEqual(all);
    expect(address()).toContain(`up=${job.id}`);
    expect(address()).toContain(`down=${view.id}`);
    await expect.poll(address).toContain(`node=${view.id}`);
    await added().getByText(`With what was added: ${all.length} entities`).waitFor();

    await page.reload();
    await expect.poll(listed).toEqual(all);
    expect(await page.locator('.canvas-listed[aria-current=true] strong').innerText()).toBe(view.entity.name);

    await page.getByRole('radio', { name: 'List' }).click();
    await page.locator('.level-node-name').first().waitFor();
    const inWords = () => page.locator('.level-node-name').allInnerTexts();
    await expect.poll(async () => (await inWords()).toSorted()).toEqual(all);
    await page.goBack();

    await page.getByRole('button', { name: `Take back: Upstream of ${job.entity.name}` }).click();
    const fewer = together(namesOf(upstream), namesOf(downstream), namesOf(below));
    await expect.poll(listed).toEqual(fewer);
    await page.goBack();
    await expect.poll(listed).toEqual(all);
  });

  test('to the KPIs: all that leads to one, of the kinds that are shown, and nothing of the others', async () => {
    const view = downstream.lineage.nodes[1]!;
    const kpis = namesOf(await walked(view.id, 'DOWNSTREAM', null, { kinds: ['BUSINESS_KPI'] })).slice(1);
    await explorer.open(asked({ kinds: 'DATASET,FEATURE_VIEW' }));
    const before = await listed();
    await select(view.entity.name);
    const actions = page.locator('.canvas-outline').getByRole('group', { name: `With ${view.entity.name}` });
    await actions.getByRole('button', { name: 'To the KPIs' }).press('Enter');
    await expect.poll(listed).toEqual(expect.arrayContaining(kpis));
    const kinds = await page.locator('.canvas-outline .canvas-item > small:first-of-type').allInnerTexts();
    const shownKinds = new Set(kinds.map((text) => text.split(' · ')[0]));
    expect(shownKinds).toEqual(new Set(['Business KPI', 'Dataset', 'Feature view']));
    expect(before.filter((name) => kpis.includes(name))).toEqual([]);
    // The same by the key, with what has the focus telling how.
    expect(await stage().getAttribute('aria-label')).toContain('k to the KPIs');
    await stage().press('-');
    await expect.poll(listed).toEqual(before);
  });

  test('what is hidden of an addition, and where nothing more is, is told', async () => {
    const job = upstream.lineage.nodes[1]!;
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().variables.of?.[0] !== job.id) return route.fallback();
      const response = await route.fetch();
      const body = await response.json();
      body.data.lineage.answer.hidden = {
        ...body.data.lineage.answer.hidden,
        present: true,
        count: 3,
        disclosure: 'COUNT',
      };
      return route.fulfill({ response, json: body });
    });
    await explorer.open(asked({ up: job.id, down: SEGMENTS }));
    const { name } = job.entity;
    await added().getByText(`Upstream of ${name}: 3 more entities are hidden from you.`).waitFor();
    await added().getByText('Downstream of analytics.customer_segments · nothing more').waitFor();
    await page.unroute('**/graphql');
  });

  test('an addition that does not come says so, and is asked for again', async () => {
    const job = upstream.lineage.nodes[1]!;
    const more = namesOf(await walked(job.id, 'UPSTREAM', 1));
    const fail = (route: Route) =>
      route.request().postDataJSON().variables.of?.[0] === job.id ? route.abort() : route.fallback();
    await page.route('**/graphql', fail);
    await explorer.open(asked({ up: job.id }));
    await added().getByText('did not come').first().waitFor();
    await page.unroute('**/graphql', fail);
    await added().getByRole('button', { name: 'Try again' }).click();
    await expect.poll(listed).toEqual(expect.arrayContaining(more));
  });

  test('an address adds around no more than 20 nodes, and says so', async () => {
    const around = new Set<string>();
    const watch = (route: Route) => {
      const [of] = route.request().postDataJSON().variables.of ?? [];
      if (of?.includes(':nowhere:') === true) around.add(of);
      return route.fallback();
    };
    await page.route('**/graphql', watch);
    const many = Array.from({ length: 25 }, (_, index) => `urn:throughline:dataset:nowhere:n${index}`);
    await explorer.open(asked({ up: many.join(',') }));
    await added().getByText('As many as 20 additions are shown').waitFor();
    await expect.poll(() => around.size).toBe(20);
    await added().getByRole('button', { name: '14 more' }).click();
    await expect.poll(() => added().getByText('· loading …').count()).toBe(0);
    expect(await added().locator('.grown-one').count()).toBe(20);
    await added().getByText(`Upstream of n0: of: there is no ${many[0]}`).waitFor();
    expect(around.size).toBe(20);
    await page.unroute('**/graphql', watch);
  });

  test('a group opens and closes, and the address has which are open', async () => {
    await explorer.open(asked({ depth: 'all', collapse: 'kind' }));
    const closed = await listed();
    const group = closed.find((name) => /^\d+ datasets$/.test(name))!;
    await select(group);
    await page.locator('.canvas-outline').getByRole('button', { name: 'Open group' }).click();
    await expect.poll(address).toMatch(/open=kind:(up|down):\d+:DATASET/);
    await expect.poll(listed).not.toContain(group);
    const opened = await listed();
    expect(opened.length).toBe(closed.length - 1 + Number.parseInt(group, 10));
    await page.reload();
    await expect.poll(listed).toEqual(opened);
    await page.getByRole('button', { name: `Close the group: ${group}` }).click();
    await expect.poll(listed).toEqual(closed);
    await page.goBack();
    await expect.poll(listed).toEqual(opened);
    await stage().press('-');
    await expect.poll(listed).toEqual(closed);
  });

  test('the way back from a page leads to what was selected', async () => {
    await explorer.open(asked({}));
    await shown();
    await stage().press('Home');
    await stage().press('ArrowRight');
    await stage().press('Enter');
    await explorer.heading(downstream.lineage.nodes[1]!.entity.name).waitFor();
    await page.goBack();
    await shown();
    expect(address()).toContain(`node=${downstream.lineage.nodes[1]!.id}`);
  });

  test('the stage ends where the window does', async () => {
    await page.setViewportSize({ width: 1280, height: 1000 });
    await explorer.open(asked({}));
    await shown();
    const bottom = () => page.locator('.lineage-stage').evaluate((element) => element.getBoundingClientRect().bottom);
    await expect.poll(bottom).toBeLessThanOrEqual(1000);
    expect(await bottom()).toBeGreaterThan(960);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('above 5,000 it says which groups stand for what they hold, and each opens and closes', async () => {
    const large = layered(5_200, 5_300, 4);
    const urn = (id: string) => (id === 'n0' ? SEGMENTS : `urn:throughline:dataset:large:${id}`);
    const told = (lineage: object) => ({
      ...lineage,
      nodes: large.nodes.map(({ id, depth, kind, name, namespace }) => ({
        ...{ __typename: 'LineageNode', id: urn(id), depth },
        entity: { __typename: 'Dataset', id: urn(id), kind, name, namespace },
      })),
      links: large.links.map(({ from, to, ...link }) => ({
        ...{ __typename: 'LineageLink', ...link, from: urn(from), to: urn(to) },
        ...{ grain: 'ENTITY', provenance: 'OBSERVED', confidence: 1 },
      })),
    });
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON().operationName !== 'Lineage') return route.fallback();
      const response = await route.fetch();
      const { data } = await response.json();
      return route.fulfill({ response, json: { data: { lineage: told(data.lineage) } } });
    });
    await explorer.open(asked({}));
    const { hides } = cluster(large, 5_000);
    const groups = page.locator('.canvas-hides li button');
    await page.locator('.canvas-hides summary').click();
    expect(await groups.count()).toBe(hides.length);
    const [first] = hides;
    await groups
      .filter({ hasText: `in ${first!.namespace}` })
      .first()
      .click();
    await expect.poll(address).toContain(`open=${first!.id}`);
    await added()
      .getByRole('button', { name: /^Close the group/ })
      .click();
    await expect.poll(address).not.toContain('open=');
    await page.unroute('**/graphql');
  });

  test('axe finds nothing wrong, and nothing sticks out, with a node selected and much added', async () => {
    const view = downstream.lineage.nodes[1]!.id;
    const path = asked({ collapse: 'kind', node: view, up: SEGMENTS, kpis: view });
    const show = async () => {
      await explorer.open(path);
      await listed();
      await added().getByText('entities added').first().waitFor();
    };
    expect(await faultsOf(explorer, show)).toEqual([]);
    expect(explorer.strangers).toEqual([]);
  });

  test('what can not be laid out is there as a list', async () => {
    await page.route('**/worker*.js', (route) => route.abort());
    await explorer.open(asked({}));
    await page.getByText('The graph can not be drawn here').waitFor();
    const names = await page.locator('.canvas-outline strong').allInnerTexts();
    expect(names.toSorted()).toEqual(together(namesOf(upstream), namesOf(downstream)));
    await page.locator('.canvas-listed').first().click();
    await page.getByRole('button', { name: 'Open page' }).click();
    await explorer.heading(/./).waitFor();
    expect(address()).toContain('/entity/');
    await page.unroute('**/worker*.js');
  });
});
