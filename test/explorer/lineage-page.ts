import type { Locator, Page } from 'playwright-core';

/** The address of the lineage of an entity, below /explore. */
export function asked(of: string, rest: Readonly<Record<string, string>>): string {
  return `/lineage?${new URLSearchParams({ of, ...rest })}`;
}

/** A panel beside the canvas. */
export function panel(page: Page, name: string): Locator {
  return page.getByRole('region', { name });
}

/** What the list beside the canvas says that stands out as this. */
export async function markedOnCanvas(page: Page, words: string): Promise<string[]> {
  await page.locator('.canvas[data-state=shown]').waitFor();
  if ((await page.locator('.canvas-outline').count()) === 0)
    await page.getByRole('button', { name: 'List', exact: true }).click();
  const items = page.locator('.canvas-outline .canvas-item', {
    has: page.locator('small', { hasText: ` · ${words}` }),
  });
  return (await items.locator('strong').allInnerTexts()).toSorted();
}
