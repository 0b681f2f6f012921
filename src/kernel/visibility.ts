import { badInput } from './errors.ts';
import { contentHash, type Json } from './json.ts';
import { formatUrn, kindSlug, nameProblem, parseUrn, urnParts, type Urn } from './urn.ts';

/**
 * What becomes of an entity for a viewer. `SHOW`: it is seen. `PASS`: it is hidden, and walks go through it, so that what
 * lies behind is seen as joined to what lies before. `STOP`: it is hidden, and walks do not enter it.
 */
export type Sight = 'SHOW' | 'PASS' | 'STOP';

/** How much is told of how much is hidden: nothing, whether there is any, or how many. */
export type Disclosure = 'NONE' | 'PRESENCE' | 'COUNT';

/** Fits an entity where all that it names fits; of each list one is enough. One that names nothing fits every entity. */
export interface VisibilityRule {
  readonly effect: Sight;
  /** As the ontology spells them: `MODEL_VERSION`. */
  readonly kinds?: readonly string[];
  /** Whole namespaces, or what they begin with. */
  readonly namespaces?: readonly (string | { readonly prefix: string })[];
  /** These, and the parts that have the name of one of these in their own: a dataset's fields, a model's versions. */
  readonly ids?: readonly Urn[];
}

/**
 * What a viewer sees, as data: the first rule that fits an entity counts, and what none fits is seen. It hangs on the URN
 * alone, so it is the same at every moment. Made by `visibilityOf`.
 */
export interface Visibility {
  readonly rules: readonly VisibilityRule[];
  readonly disclosure: Disclosure;
  /** The same for the same rules, and for no others. */
  readonly key: string;
}

/** A rule as what URNs are compared with, in memory and in the databases. Null: all fit. */
export interface VisibilityClause {
  readonly effect: Sight;
  /** Kinds as URNs spell them. */
  readonly kinds: ReadonlySet<string> | null;
  /** What `<namespace>:`, as it stands in the URN, has to begin with. */
  readonly namespaces: readonly string[] | null;
  readonly ids: ReadonlySet<string> | null;
  /** What the URNs of their parts begin with. */
  readonly parts: ReadonlySet<string>;
}

/** @throws BAD_USER_INPUT naming the rule, for a namespace or an id that can be none */
export function visibilityOf(rules: readonly VisibilityRule[], disclosure: Disclosure): Visibility {
  const checked = rules.map((rule, index) => checkedRule(rule, `rules[${index}]`));
  return { rules: checked, disclosure, key: contentHash(checked as unknown as Json) };
}

export const SEES_ALL = visibilityOf([], 'NONE');

export function seesAll({ rules }: Visibility): boolean {
  return rules.length === 0;
}

/** Whether there may be hidden entities that walks go through. */
export function passes({ rules }: Visibility): boolean {
  return rules.some(({ effect }) => effect === 'PASS');
}

function checkedRule(rule: VisibilityRule, argument: string): VisibilityRule {
  for (const namespace of rule.namespaces ?? []) {
    const why = nameProblem(typeof namespace === 'string' ? namespace : namespace.prefix);
    if (why !== null) throw badInput(argument, `${argument}: expected namespaces; one ${why}`);
  }
  return rule.ids === undefined ? rule : { ...rule, ids: rule.ids.map((id) => parseUrn(id, argument)) };
}

/** The kinds of parts whose names begin with the name of their whole, and what stands behind it. */
const PARTS: Readonly<Record<string, readonly [kind: string, separator: string]>> = {
  DATASET: ['FIELD', '#'],
  FEATURE_VIEW: ['FEATURE', '#'],
  MODEL: ['MODEL_VERSION', '@'],
};

export function visibilityClauses({ rules }: Visibility): VisibilityClause[] {
  return rules.map(({ effect, kinds, namespaces, ids }) => ({
    effect,
    kinds: kinds === undefined ? null : new Set(kinds.map(kindSlug)),
    namespaces:
      namespaces?.map((each) =>
        typeof each === 'string' ? `${encodeURIComponent(each)}:` : encodeURIComponent(each.prefix),
      ) ?? null,
    ids: ids === undefined ? null : new Set(ids),
    parts: new Set(ids?.flatMap(partsBeginWith)),
  }));
}

function partsBeginWith(id: Urn): string[] {
  const { kind, namespace, name } = urnParts(id);
  const part = PARTS[kind];
  return part === undefined ? [] : [formatUrn(part[0], namespace, `${name}${part[1]}`)];
}

const compiled = new Map<string, (id: Urn) => Sight>();
/** Policies are far fewer than viewers: for each role one, or one for each team. */
const MOST_COMPILED = 256;

/** What becomes of each entity. The same function for the same rules, as long as there are not very many. */
export function sightOf(visibility: Visibility): (id: Urn) => Sight {
  if (seesAll(visibility)) return show;
  const known = compiled.get(visibility.key);
  if (known !== undefined) return known;
  const made = compile(visibilityClauses(visibility));
  const [oldest] = compiled.keys();
  if (compiled.size >= MOST_COMPILED && oldest !== undefined) compiled.delete(oldest);
  compiled.set(visibility.key, made);
  return made;
}

function show(): Sight {
  return 'SHOW';
}

function compile(clauses: readonly VisibilityClause[]): (id: Urn) => Sight {
  /** By what a URN begins with, down to its name: the clauses that can fit, up to the first that does whatever the name. */
  const byHead = new Map<string, readonly VisibilityClause[]>();

  function fittingHead(head: string): readonly VisibilityClause[] {
    const known = byHead.get(head);
    if (known !== undefined) return known;
    const [, , kind = '', namespace = ''] = head.split(':');
    const fitting = clauses.filter(
      ({ kinds, namespaces }) =>
        kinds?.has(kind) !== false && namespaces?.some((each) => `${namespace}:`.startsWith(each)) !== false,
    );
    const end = fitting.findIndex(({ ids }) => ids === null);
    const found = end === -1 ? fitting : fitting.slice(0, end + 1);
    byHead.set(head, found);
    return found;
  }

  return (id) => {
    const fitting = fittingHead(id.slice(0, id.lastIndexOf(':') + 1));
    for (const { effect, ids, parts } of fitting) {
      if (ids === null || ids.has(id) || isPartOf(parts, id)) return effect;
    }
    return 'SHOW';
  };
}

/** As they stand in URNs: `#` and `@`. */
const SEPARATORS = /%23|%40/g;

function isPartOf(parts: ReadonlySet<string>, id: Urn): boolean {
  if (parts.size === 0) return false;
  for (const { index } of id.matchAll(SEPARATORS)) if (parts.has(id.slice(0, index + 3))) return true;
  return false;
}
