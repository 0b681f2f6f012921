import { isThere, ownersOf } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';
import { some } from '../sentence.ts';

export const secondOwner = defineRequirement({
  type: 'SECOND_OWNER',
  description: 'It or what it is a version of has several owners who are there and active, so that one can be away.',
  parameters: {
    owners: { type: 'int', range: [1, 100], default: 2, description: 'How many people.' },
  },
  reads: ['release <-OWNS- Person.active', 'release <-CONTAINS- Model <-OWNS- Person.active'],
  async assess({ release }, { owners }, evidence) {
    const { owners: all, model } = await ownersOf(evidence);
    const people = all.filter(({ kind }) => kind === 'PERSON');
    const whose = model === null ? release.name : `${release.name} or ${model.name}`;
    if (people.length === 0) return unknown(`No person is known who owns ${whose}.`, 'Say who owns it.');
    const active = people.filter((person) => isThere(person) && evidence.property(person, 'active') !== false);
    const names = active.length === 0 ? 'nobody' : some(active.map(({ name }) => name));
    const what = `There and active of the owners of ${whose}: ${names}.`;
    return active.length >= owners ? pass(what) : fail(what, `Have it owned by ${owners} people.`);
  },
});
