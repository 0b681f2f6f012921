import { expect, test } from 'vitest';
import type { FaultPoint } from '../../src/kernel/fault-point.ts';
import { dataFolder, startDying, tellStory, toldOnEmbedded, type Dying, type Told } from '../kit/dying-story.ts';
import { environmentOf, wipe } from '../kit/neo4j-connection.ts';
import { neo4jForTests } from '../kit/neo4j.ts';
import { describeUnlessUnavailable } from '../kit/unavailable.ts';

const POINTS: readonly FaultPoint[] = ['evaluated', 'committed', 'delivered', 'recorded'];

/** The same as undisturbed; a message that was taken, and nobody wrote that down, is delivered once more. */
function expectAs(undisturbed: Told, told: Told, { DIES_AT, DIES_AFTER }: Dying): void {
  const repeated = DIES_AT === 'delivered' ? [Number(DIES_AFTER)] : [];
  expect([DIES_AT, DIES_AFTER, told]).toEqual([DIES_AT, DIES_AFTER, { ...undisturbed, repeated }]);
}

test('killed between any two steps and started anew, it raises and delivers what an undisturbed one does', async () => {
  const undisturbed = await toldOnEmbedded();
  expect(undisturbed.messages).toHaveLength(6);
  for (const DIES_AT of POINTS) {
    for (const DIES_AFTER of ['1', '2']) {
      expectAs(undisturbed, await toldOnEmbedded({ DIES_AT, DIES_AFTER }), { DIES_AT, DIES_AFTER });
    }
  }
}, 600_000);

describeUnlessUnavailable('on one Neo4j', await neo4jForTests(), (neo4j) => {
  const start = (dying?: Dying) => startDying({ ...environmentOf(neo4j), THROUGHLINE_DATA: dataFolder() }, dying);

  test('where one of two is killed between any two steps, the other one goes on', async () => {
    const undisturbed = await tellStory(await start(), start);
    expect(undisturbed.messages).toHaveLength(6);
    for (const DIES_AT of POINTS) {
      await wipe(neo4j);
      const dying = { DIES_AT, DIES_AFTER: '2' };
      expectAs(undisturbed, await tellStory(await start(dying), start, true), dying);
    }
  }, 600_000);
});
