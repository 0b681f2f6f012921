import { expect, test } from 'vitest';
import { createOwner } from '../../src/kernel/owner.ts';

test('what was opened is closed in reverse order, each once the one before is closed, also where one fails', async () => {
  const owned = createOwner();
  const closed: string[] = [];
  for (const name of ['store', 'writer', 'server']) {
    owned.defer(async () => {
      await Promise.resolve();
      closed.push(name);
      if (name === 'writer') throw new Error('full');
    });
  }
  await expect(owned[Symbol.asyncDispose]()).rejects.toMatchObject({ errors: [{ message: 'full' }] });
  expect(closed).toEqual(['server', 'writer', 'store']);
});

test('who asks for it while it closes waits for all of it, and nothing closes out of turn', async () => {
  const owned = createOwner();
  const closed: string[] = [];
  let answered = (): void => {};
  owned.defer(() => closed.push('store'));
  owned.defer(async () => {
    await new Promise<void>((resolve) => (answered = resolve));
    closed.push('server');
  });
  const [first, second] = [owned[Symbol.asyncDispose](), owned[Symbol.asyncDispose]()];
  answered();
  await second;
  expect(closed).toEqual(['server', 'store']);
  await first;
});
