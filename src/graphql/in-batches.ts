/** How many things are read at once: the store is asked once for all of them, and what comes back is made in one turn. */
const BATCH = 1_000;

/** What is read of each item, in their order: a thousand at a time, the next as the ones before have been taken. */
export async function* inBatches<Item, Read>(
  items: readonly Item[],
  read: (item: Item) => Promise<Read>,
): AsyncGenerator<readonly Read[]> {
  for (let start = 0; start < items.length; start += BATCH) {
    yield await Promise.all(items.slice(start, start + BATCH).map(read));
  }
}
