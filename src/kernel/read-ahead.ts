/** A part of something long, and where the next one begins; null behind the last. */
export interface Part<Items, Place> {
  readonly items: Items;
  readonly next: Place | null;
}

/**
 * The parts one after the other: the next is being read while whoever asked takes in the one before.
 * @param read the part that begins there; null: the first
 */
export async function* readAhead<Items, Place>(
  read: (place: Place | null) => Promise<Part<Items, Place>>,
): AsyncGenerator<Items> {
  for (let coming: Promise<Part<Items, Place>> | null = read(null); coming !== null;) {
    const { items, next }: Part<Items, Place> = await coming;
    coming = next === null ? null : read(next);
    // A failure is told to whoever asks for that part.
    coming?.catch(() => {});
    yield items;
  }
}
