import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

export const moveAllowed = defineRequirement({
  type: 'MOVE_ALLOWED',
  description: 'It has been released or promoted to one of these stages before.',
  parameters: {
    from: { type: 'strings', names: 'STAGE', description: 'The stages, of which one is enough.' },
  },
  reads: ['release -RELEASED_TO-> Deployment (stage, ever)', 'release: promotions'],
  async assess({ release }, { from }, evidence) {
    const released = await evidence.everRelated(release, 'RELEASED_TO', 'out');
    const by = released.find(({ props }) => from.includes(String(props['stage'])));
    if (by !== undefined) return pass(`${release.name} has been on ${by.entity.name} in ${String(by.props['stage'])}.`);
    const promoted = await evidence.promotedTo();
    const stage = promoted.find((each) => from.includes(each));
    if (stage !== undefined) return pass(`${release.name} has been promoted to ${stage}.`);
    const stages = from.join(', ');
    if (released.length + promoted.length === 0) {
      return unknown(`Nowhere is known where ${release.name} has been.`, `Promote it to one of ${stages} first.`);
    }
    return fail(`${release.name} has not been in any of ${stages}.`, `Promote it to one of ${stages} first.`);
  },
});
