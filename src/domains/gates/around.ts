import { wholeByName } from '../../projections/topology/membership.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { EntityObject } from '../kind/entity.ts';
import type { Evidence } from './evidence.ts';
import type { Joined } from './joined.ts';
import { OutOfSight } from './walks.ts';
import { unknown, type Candidate, type Finding } from './requirement.ts';
import { some } from './sentence.ts';

// What several requirements look for around a release, and say where there is none of it.

/** Whether some source still describes it. */
export function isThere({ described, retiredAt }: EntityObject): boolean {
  return described === true && retiredAt === null;
}

export function nothingUpstream({ release }: Candidate): Finding {
  return unknown(`Nothing is known to be upstream of ${release.name}.`, 'Tell its lineage.');
}

/**
 * The run that made it, or another version; null where none is known that nobody took back.
 * @throws OutOfSight for several: which of them made it nobody can tell
 */
export async function producingRun(evidence: Evidence, version = evidence.release): Promise<EntityObject | null> {
  const runs = (await evidence.related(version, 'PRODUCED', 'in')).filter(({ entity }) => entity.retiredAt === null);
  if (runs.length > 1) {
    throw new OutOfSight(
      `several runs are told to have made ${version.name}: ${some(runs.map(({ entity }) => entity.name))}`,
    );
  }
  return runs[0]?.entity ?? null;
}

/** What it is a version of; null where nothing is known. */
export async function modelOf(evidence: Evidence): Promise<EntityObject | null> {
  const [model] = await evidence.related(evidence.release, 'CONTAINS', 'in');
  return model?.entity ?? null;
}

/** Who owns it or what it is a version of, each once; and what that is. */
export async function ownersOf(evidence: Evidence): Promise<{
  readonly owners: readonly EntityObject[];
  readonly model: EntityObject | null;
}> {
  const model = await modelOf(evidence);
  const owned = model === null ? [evidence.release] : [evidence.release, model];
  const owning = (await evidence.relatedOf(owned, 'OWNS', 'in')).flat();
  return { owners: [...new Map(owning.map(({ entity }) => [entity.id, entity])).values()], model };
}

/** Itself, and the other versions of what it is a version of. */
export async function versionsBeside(evidence: Evidence): Promise<EntityObject[]> {
  const model = await modelOf(evidence);
  if (model === null) return [evidence.release];
  return (await evidence.related(model, 'CONTAINS', 'out')).map(({ entity }) => entity);
}

/** A version on a deployment, in a stage. */
export type Released = Joined & { readonly version: EntityObject };

/** Where these versions are released to at the time that is looked at; on a deployment that is gone nothing serves. */
export async function releasesOf(versions: readonly EntityObject[], evidence: Evidence): Promise<Released[]> {
  const releases = await evidence.relatedOf(versions, 'RELEASED_TO', 'out');
  const each = versions.flatMap((version, index) => (releases[index] ?? []).map((joined) => ({ ...joined, version })));
  return each.filter(({ entity }) => entity.retiredAt === null);
}

/** The tables and views that are not among these, but fields or features of them are. */
export function wholesOf(ids: readonly Urn[]): Urn[] {
  const wholes = new Set(ids.map(wholeByName).filter((whole) => whole !== null));
  for (const id of ids) wholes.delete(id);
  return [...wholes];
}
