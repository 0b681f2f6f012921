import { expect, test } from 'vitest';
import { toldOnEmbedded } from '../kit/dying-story.ts';

test('killed between two steps, it raises and delivers what an undisturbed one does', async () => {
  const undisturbed = await toldOnEmbedded();
  expect(undisturbed.repeated).toEqual([]);
  expect(await toldOnEmbedded({ DIES_AT: 'committed', DIES_AFTER: '2' })).toEqual(undisturbed);
  // It was taken, and nobody wrote that down: the very same is delivered once more.
  expect(await toldOnEmbedded({ DIES_AT: 'delivered', DIES_AFTER: '2' })).toEqual({ ...undisturbed, repeated: [2] });
});
