import type { Json } from '../../../src/kernel/json.ts';
import { micros } from '../../../src/kernel/time.ts';
import { urnParts, type Urn } from '../../../src/kernel/urn.ts';
import type { Evidence } from '../../../src/lineage/root-causes/evidence.ts';
import type { Origin } from '../../../src/lineage/traversal.ts';
import type { Change, ChangeType } from '../../../src/store/ports.ts';
import { urn } from '../story.ts';

/** A window of 100 microseconds, in which a half-life is 35, over a line of entities: the first is asked about. */
export function evidenceOf(line: string, changes: readonly Change[], more: Partial<Evidence> = {}): Evidence {
  const ids = line.split(' ').map(urn);
  const origins = ids.map((id, depth): Origin => {
    const path = () => ({ nodes: ids.slice(0, depth + 1).reverse(), links: [] });
    const from = depth + 1 < ids.length ? [depth + 1] : [];
    return { id, kind: urnParts(id).kind, depth, confidence: 1, stageShare: 1, from, path };
  });
  const about = (id: Urn) => changes.filter(({ entity, relation }) => entity === id || relation?.to === id);
  return {
    ...{ of: ids[0]!, since: micros(0), until: micros(100), origins },
    names: new Map(ids.map((id) => [id, id])),
    ...{ changes: new Map(ids.map((id) => [id, about(id)])), owners: new Map(), columns: new Map(), aside: new Map() },
    ...{ limitHit: null, staleLinks: 0, hidden: 0 },
    ...more,
  };
}

let positions = 0;

/** `to`: of a relation. */
export function change(
  at: number,
  type: ChangeType,
  entity: string,
  said: { readonly before?: Json; readonly after?: Json; readonly to?: string; readonly relation?: string } = {},
): Change {
  const { before = null, after = null, to, relation } = said;
  const [type_ = '', discriminator = ''] = (relation ?? '').split(' ');
  const key = to === undefined ? null : { type: type_, from: urn(entity), to: urn(to), discriminator };
  const place = { position: ++positions, ordinal: 0, recordedAt: micros(1_000 + positions), source: 'test' };
  return { ...place, type, entity: urn(entity), relation: key, at: micros(at), before, after };
}

export function observed(at: number, entity: string, metric: string, value: Json): Change {
  return change(at, 'OBSERVED', entity, { after: { metric, key: `${at}`, value } });
}

/** Seven measurements before the window, all alike: a deviation is then 2 % of them. */
export function steady(entity: string, metric: string, value: Json): Change[] {
  return [-70, -60, -50, -40, -30, -20, -10].map((at) => observed(at, entity, metric, value));
}
