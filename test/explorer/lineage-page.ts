import type { Locator, Page } from 'playwright-core';

/** What tests find on the explorer's page of lineage. */
export interface LineagePage {
  /** A panel beside the canvas. */
  panel(name: string): Locator;
  /** What the list beside the canvas says that stands out as this. */
  markedOnCanvas(words: string): Promise<string[]>;
}

/** The address of the lineage of an entity, below /explore. */
export function asked(of: string, rest: Readonly<Record<string, string>>): string {
  return `/lineage?${new URLSearchParams({ of, ...rest })}`;
}

export function lineagePage(page: Page): LineagePage {
  return {
    panel: (name) => page.getByRole('region', { name }),
    async markedOnCanvas(words) {
      await page.locator('.canvas[data-state=shown]').waitFor();
      if ((await page.locator('.canvas-outline').count()) === 0)
        await page.getByRole('button', { name: 'List', exact: true }).click();
      const items = page.locator('.canvas-outline .canvas-item', {
        has: page.locator('small', { hasText: ` · ${words}` }),
      });
      return (await items.locator('strong').allInnerTexts()).toSorted();
    },
  };
}
