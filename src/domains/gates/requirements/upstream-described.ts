import { urnParts } from '../../../kernel/urn.ts';
import { isThere } from '../around.ts';
import { some } from '../sentence.ts';
import { defineRequirement, fail, pass, unknown } from '../requirement.ts';

export const upstreamDescribed = defineRequirement({
  type: 'UPSTREAM_DESCRIBED',
  description:
    'All that it comes from is described by somebody still: nothing on the way is gone, or known by its name alone.',
  parameters: {},
  reads: ['release <-…- Entity.described', 'release <-…- Entity.retiredAt'],
  async assess({ release }, _parameters, evidence) {
    const { nodes } = await evidence.upstream();
    if (nodes.length < 2) return unknown(`Nothing is known to be upstream of ${release.name}.`, 'Tell its lineage.');
    const stubs = (await evidence.entities(nodes.map(({ id }) => id))).filter((entity) => !isThere(entity));
    for (const stub of stubs) {
      evidence.property(stub, 'described');
      evidence.property(stub, 'retiredAt');
    }
    if (stubs.length === 0) return pass(`All ${nodes.length - 1} entities upstream of ${release.name} are described.`);
    const what = some(stubs.map(({ id }) => urnParts(id).name));
    return fail(`Upstream, nobody describes ${what}.`, 'Have the tools that know them tell of them.');
  },
});
