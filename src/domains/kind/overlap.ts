import type { EntityFact, Fact } from '../../kernel/fact.ts';
import { isJsonObject } from '../../kernel/json.ts';
import type { FactProblem } from '../../kernel/parse-fact.ts';
import { formatTime, type Micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { ReadAt } from '../../store/ports.ts';
import type { RequestContext } from './context.ts';

/** One of the values of an attribute that has one at a time. */
export interface Version {
  readonly id: string;
  readonly validFrom: string;
  /** Null: until the next begins. */
  readonly validTo: string | null;
}

/** What stands in a record, in the order in which they begin. */
export function versionsIn<V extends Version>(value: unknown): V[] {
  return (Array.isArray(value) ? value : []).filter(isJsonObject) as unknown as V[];
}

/** Each in force until it ends, or the next begins: so there is one at a time, whatever several sources say. */
export function oneAtATime<V extends Version>(versions: readonly V[]): V[] {
  return versions.map((version, index) => {
    const next = versions[index + 1]?.validFrom ?? null;
    const isCut = next !== null && (version.validTo === null || version.validTo > next);
    return isCut ? { ...version, validTo: next } : version;
  });
}

/** The one in force at this time; null where none is. */
export function inForce<V extends Version>(versions: readonly V[], time: Micros): V | null {
  const at = formatTime(time);
  return versions.find(({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo)) ?? null;
}

/**
 * Which of these facts would put a version in force beside another, that the graph has or that comes before it here; by
 * their place in the list.
 */
export async function overlapsIn(
  facts: readonly Fact[],
  at: ReadAt,
  context: RequestContext,
): Promise<ReadonlyMap<number, FactProblem>> {
  const problems = new Map<number, FactProblem>();
  const said = new Map<string, Version[]>();
  const told = facts.flatMap((fact, index) => (fact.fact === 'entity' ? versionsSaid(fact, index, context) : []));
  // One reading for all.
  const ids = [...new Set(told.map(({ id }) => id))];
  const found = await Promise.all(ids.map((id) => context.read.entity(id, at)));
  const entities = new Map(ids.map((id, index) => [id, found[index]]));
  for (const { id, index, name, version } of told) {
    const key = `${id} ${name}`;
    const known = said.get(key) ?? versionsIn<Version>(entities.get(id)?.[name]);
    const others = known.filter((each) => each.id !== version.id);
    const beside = others.find((other) => isBeside(version, other));
    if (beside === undefined) said.set(key, [...others, version]);
    else problems.set(index, { path: `props.${name}`, code: 'CONFLICT', message: messageOf(name, version, beside) });
  }
  return problems;
}

interface VersionSaid {
  readonly id: Urn;
  readonly index: number;
  readonly name: string;
  readonly version: Version;
}

function versionsSaid({ id, props }: EntityFact, index: number, { services }: RequestContext): VersionSaid[] {
  const attributes = services.ontology.attributes(urnParts(id).kind);
  return Object.entries(props).flatMap(([name, value]) =>
    attributes[name]?.type === 'versions' && isJsonObject(value)
      ? [{ id, index, name, version: value as unknown as Version }]
      : [],
  );
}

/** What has no end gives way to what begins behind it. */
function isBeside(one: Version, other: Version): boolean {
  if (one.validFrom === other.validFrom) return true;
  const [first, second] = one.validFrom < other.validFrom ? [one, other] : [other, one];
  return first.validTo !== null && first.validTo > second.validFrom;
}

function messageOf(name: string, version: Version, beside: Version): string {
  const told = ({ id, validFrom, validTo }: Version) =>
    `"${id}", in force from ${validFrom} to ${validTo ?? 'the next'}`;
  return `props.${name}: expected one that is in force apart from ${told(beside)}; came ${told(version)}`;
}
