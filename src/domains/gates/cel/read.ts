import type { Json } from '../../../kernel/json.ts';
import type { EntityObject } from '../../kind/entity.ts';
import { isThere, modelOf, ownersOf, producingRun } from '../around.ts';
import type { Evidence } from '../evidence.ts';
import type { Variable } from './environment.ts';

const HOUR = 3_600_000_000;

/** What is read for each variable; null where nothing is known that it could tell of. */
export const READ: Readonly<Record<Variable, (evidence: Evidence) => Promise<unknown>>> = {
  async release(evidence) {
    const { release } = evidence;
    const { id, kind, namespace, name, described } = release;
    return { id, kind, namespace, name, described, ...told(release, evidence, ['version', 'tags', 'metrics']) };
  },
  async run(evidence) {
    const run = await producingRun(evidence);
    const names = ['status', 'randomSeed', 'changeNote', 'tags', 'metrics', 'parameters'];
    return run && { name: run.name, ...told(run, evidence, names) };
  },
  async model(evidence) {
    const model = await modelOf(evidence);
    return model && { name: model.name, ...told(model, evidence, ['tier', 'task', 'tags']) };
  },
  async releases(evidence) {
    const { asOf } = evidence.at;
    const all = await evidence.everRelated(evidence.release, 'RELEASED_TO', 'out');
    if (all.length === 0) return null;
    return all.map(({ entity, props, validFrom, validTo }) => ({
      deployment: entity.name,
      stage: props['stage'] ?? '',
      trafficShare: props['trafficShare'] ?? 1,
      hours: (Math.min(validTo ?? asOf, asOf) - validFrom) / HOUR,
      serves: validTo === null || validTo > asOf,
    }));
  },
  async owners(evidence) {
    const { owners } = await ownersOf(evidence);
    // Of nobody everything is true.
    if (owners.length === 0) return null;
    return owners.map((owner) => ({
      ...{ name: owner.name, kind: owner.kind },
      active: isThere(owner) && evidence.property(owner, 'active') !== false,
    }));
  },
  async upstream(evidence) {
    const { nodes } = await evidence.upstream();
    if (nodes.length < 2) return null;
    const depths = new Map(nodes.map(({ id, depth }) => [id, depth]));
    const entities = await evidence.entities(nodes.slice(1).map(({ id }) => id));
    return entities.map(({ id, kind, namespace, name, described, retiredAt, tags }) => ({
      ...{ id, kind, namespace, name, described: described === true, retired: retiredAt !== null, tags },
      depth: BigInt(depths.get(id) ?? 0),
    }));
  },
  async alerts(evidence) {
    const { nodes } = await evidence.upstream();
    if (nodes.length < 2) return null;
    const open = await evidence.openAlerts(nodes.map(({ id }) => id));
    return open.map(({ about, since, props: { title, severity, state, source } }) => ({
      ...{ title, severity, state, source, entity: about ?? '', hours: (evidence.at.asOf - since) / HOUR },
    }));
  },
};

/** Those of its properties that somebody says anything of. */
function told(entity: EntityObject, evidence: Evidence, names: readonly string[]): Record<string, Json> {
  const values = names.map((name) => [name, evidence.property(entity, name)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
