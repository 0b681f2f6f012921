import type { RequestContext } from '../../domains/kind/context.ts';
import { badInput, shown, ThroughlineError } from '../../kernel/errors.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { STAGE_SHARES } from '../../lineage/stage-shares.ts';
import { MEMBERSHIP, wholeByName } from '../../projections/topology/membership.ts';
import { knownThen, type Standing } from '../standing.ts';
import type { Placed } from './read-changes.ts';
import { releasesOf } from './releases.ts';

/**
 * Whether the changes can be made there, and together.
 * @throws NOT_FOUND, BAD_USER_INPUT or CONFLICT naming the place
 */
export async function checkChanges(
  placed: readonly Placed[],
  standing: Standing,
  context: RequestContext,
): Promise<void> {
  for (const { change, place, subject } of placed) {
    const argument = `${place}.${subject}`;
    const [known] = await knownThen([change.of], argument, standing, context);
    if (known !== undefined) continue;
    throw new ThroughlineError('NOT_FOUND', `${argument}: ${change.of} was not there yet at that time`, { argument });
  }
  checkTogether(placed, standing, context);
  for (const each of placed) await checkAlone(each, placed, standing, context);
}

/** One thing is changed once, and not at all where its whole goes. */
function checkTogether(placed: readonly Placed[], { at }: Standing, { services }: RequestContext): void {
  const nameOf = (id: Urn) => services.aliases.namesOf(id, at)[0] ?? id;
  const subjects = new Map<string, string>();
  for (const { change, place } of placed) {
    const of = nameOf(change.of);
    const before = subjects.get(of);
    if (before !== undefined)
      throw badInput(place, `${place}: ${before} changes the same, ${of}; give each thing one change`);
    subjects.set(of, place);
    if (change.type !== 'RENAME_FIELD') continue;
    const to = `to ${nameOf(change.to)}`;
    const other = subjects.get(to);
    if (other !== undefined)
      throw badInput(`${place}.to`, `${place}.to: ${other} gives another the same name, ${change.to}`);
    subjects.set(to, place);
  }
  const retired = new Map(
    placed.flatMap(({ change, place }) => (change.type.startsWith('RETIRE') ? [[nameOf(change.of), place]] : [])),
  );
  for (const { change, place } of placed) {
    const whole = wholeByName(nameOf(change.of));
    const retiring = whole === null ? undefined : retired.get(whole);
    if (retiring !== undefined) {
      throw badInput(place, `${place}: ${retiring} takes all of ${whole} away, ${change.of} with it`);
    }
  }
}

async function checkAlone(
  { change, place }: Placed,
  placed: readonly Placed[],
  standing: Standing,
  context: RequestContext,
): Promise<void> {
  if (change.type === 'RENAME_FIELD') {
    const { to } = change;
    const isGivenUp = placed.some(
      ({ change: { type, of } }) => of === to && (type === 'DROP_FIELD' || type === 'RENAME_FIELD'),
    );
    if (isGivenUp || !(await isThere(to, standing, context))) return;
    const argument = `${place}.to`;
    const name = shown(urnParts(to).name);
    throw new ThroughlineError('CONFLICT', `${argument}: expected a name that is free; ${name} is there already`, {
      argument,
    });
  }
  if (change.type === 'MOVE_DEPLOYMENT' && change.stage !== null) {
    const { stage } = change;
    const own = (await releasesOf(change.of, standing, context)).map((release) => release.stage);
    if (Object.hasOwn(STAGE_SHARES, stage) || own.includes(stage)) return;
    const known = Object.keys(STAGE_SHARES).join(', ');
    const expected = `expected ${known}, or a stage that it has now; a stage of your own counts as PRODUCTION`;
    throw badInput(`${place}.stage`, `${place}.stage: ${expected}; came ${shown(stage)}`);
  }
}

/** Whether the dataset has such a column then, or data flows by it. */
async function isThere(field: Urn, { place, at }: Standing, context: RequestContext): Promise<boolean> {
  const entity = await context.read.entity(field, place);
  if (entity === null || entity['retiredAt'] !== null) return false;
  const query = { type: MEMBERSHIP, direction: 'in', first: 1, after: null } as const;
  const { total } = await context.read.related(field, query, place);
  if (total > 0) return true;
  const all = { kinds: null, through: null, provenance: null, includeStale: true };
  const { links } = await context.services.traversal.reach({ of: [field], direction: 'BOTH', depth: 1, ...all }, at);
  return links.length > 0;
}
