import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What is wrong with a page, or with these parts of it: against WCAG 2.2 AA and what is merely good. */
export async function violationsIn(page: Page, parts: readonly string[] = ['html']): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (include) => {
      // What floats above the page belongs to none of its landmarks.
      const region = { enabled: document.querySelector('[role=dialog]') === null };
      // A rule of WCAG 2.2 that axe leaves out unless it is asked for.
      const rules = { region, 'target-size': { enabled: true } };
      return (globalThis as unknown as { axe: typeof axe }).axe.run({ include }, { rules });
    },
    parts.map((part) => [part]),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
