import type { CanvasNode } from '../../../explorer/app/canvas/graph.ts';
import { formatUrn, urnParts, type Urn } from '../../../kernel/urn.ts';
import { isFields, type Fields } from './found.ts';

/** The nodes of a drawing, each once, however little of them was asked for. */
export interface Things {
  readonly nodes: ReadonlyMap<string, CanvasNode>;
  /** Tells of a thing by its URN. */
  known(urn: string, depth?: number): string;
  /**
   * The id of what an answer tells of: an entity, or a node of a walk. By its URN where that was asked for or follows from
   * what was; else by what it is called.
   * @param kind where the entity does not say
   * @returns null where nothing is told by which it could be known
   */
  met(told: unknown, kind: string, depth?: number): string | null;
}

const PREFIX = 'urn:throughline:';

/** @param urns what the answer and its operation name by URN: a thing that tells its name alone may be one of these */
export function createThings(urns: Iterable<string>): Things {
  const nodes = new Map<string, CanvasNode>();
  const byName = new Map<string, string | null>();
  for (const urn of new Set(urns)) {
    if (!isUrn(urn)) continue;
    const { kind, name } = urnParts(urn);
    // Two of one name are none that a name could tell.
    for (const key of [nameKey(kind, name), nameKey('', name)]) byName.set(key, byName.has(key) ? null : urn);
  }

  function put(id: string, look: Omit<CanvasNode, 'id' | 'depth'>, depth: number): string {
    const before = nodes.get(id);
    const nearest = Math.min(depth, before?.depth ?? Infinity);
    nodes.set(id, { ...look, ...(before && { name: look.name || before.name }), id, depth: nearest });
    return id;
  }

  function known(urn: string, depth = Infinity): string {
    if (!isUrn(urn)) return put(urn, { kind: '', namespace: '', name: urn }, depth);
    const before = nodes.get(urn);
    return put(urn, before ?? urnParts(urn), depth);
  }

  return {
    nodes,
    known,
    met(told, kind, depth = Infinity) {
      if (!isFields(told)) return null;
      const { entity, ...node } = told;
      const fields = { ...node, ...(isFields(entity) && entity) };
      const of = text(fields, 'kind') ?? kind;
      const [id, namespace, name] = [text(fields, 'id'), text(fields, 'namespace'), text(fields, 'name')];
      if (id !== null) {
        known(id, depth);
        return named(id);
      }
      if (name === null) return null;
      if (of !== '' && namespace !== null) return named(known(formatUrn(of, namespace, name), depth));
      const urn = byName.get(nameKey(of, name));
      if (urn) return named(known(urn, depth));
      return put(`name:${of}:${name}`, { kind: of, namespace: namespace ?? '', name }, depth);

      function named(known: string): string {
        const shown = text(fields, 'displayName');
        const look = nodes.get(known);
        if (shown !== null && look !== undefined) nodes.set(known, { ...look, name: shown });
        return known;
      }
    },
  };
}

export function isUrn(text: string): text is Urn {
  return text.startsWith(PREFIX);
}

function nameKey(kind: string, name: string): string {
  return `${kind}\n${name}`;
}

function text(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
