import { isThere, producingRun } from '../around.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

export const changeNote = defineRequirement({
  type: 'CHANGE_NOTE',
  description: 'Somebody wrote what was changed and why: on the version, or on the run that made it.',
  parameters: {
    words: { type: 'int', range: [1, 1000], default: 1, description: 'Of at least so many words.' },
  },
  reads: ['release.changeNote', 'release <-PRODUCED- ExperimentRun.changeNote'],
  async assess({ release }, { words }, evidence) {
    const run = await producingRun(evidence);
    const told = [release, ...(run === null ? [] : [run])].filter(isThere);
    if (told.length === 0) {
      return unknown(`Nobody described ${release.name} or the run that made it.`, 'Log the run that made it.');
    }
    for (const entity of told) {
      const note = evidence.property(entity, 'changeNote');
      const count = typeof note === 'string' ? note.split(/\s+/).filter(Boolean).length : 0;
      if (count >= words) return pass(`${entity.name} has a change note of ${count} words.`);
    }
    const wanted = `change note of ${words} or more words`;
    return fail(`There is no ${wanted} on ${names(told)}.`, `Write a ${wanted} as changeNote.`);
  },
});

function names(entities: readonly { readonly name: string }[]): string {
  return entities.map(({ name }) => name).join(' or ');
}
