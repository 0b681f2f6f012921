import { urnParts } from '../../../kernel/urn.ts';
import { isThere, nothingUpstream } from '../around.ts';
import { some } from '../sentence.ts';
import { defineRequirement, fail, pass } from '../requirement.ts';

export const upstreamDescribed = defineRequirement({
  type: 'UPSTREAM_DESCRIBED',
  description:
    'All that it comes from is described by somebody still: nothing on the way is gone, or known by its name alone.',
  parameters: {},
  reads: ['release <-…- Entity.described', 'release <-…- Entity.retiredAt'],
  async assess(candidate, _parameters, evidence) {
    const { release } = candidate;
    const { nodes } = await evidence.upstream();
    if (nodes.length < 2) return nothingUpstream(candidate);
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
