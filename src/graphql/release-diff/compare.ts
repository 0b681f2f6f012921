import { isJsonObject, sameJson, type Json, type JsonObject } from '../../kernel/json.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { EntityObject } from '../../domains/kind/entity.ts';
import { ASPECT_NAMES, type Aspect, type UnknownReason } from './aspects.ts';

/** One thing that a release is made of. */
export interface Part {
  /** What tells of it: the input itself; of parameters the run, of settings the configuration. */
  readonly entity: EntityObject;
  /** What is known of it; null: nothing. */
  readonly value: JsonObject | null;
}

/** What is known of one release: by aspect its parts, and why others are not known. */
export interface Side {
  readonly release: EntityObject;
  readonly parts: ReadonlyMap<Aspect, readonly Part[]>;
  readonly unknown: ReadonlyMap<Aspect, UnknownReason>;
}

export interface Difference {
  readonly aspect: Aspect;
  readonly type: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly name: string;
  readonly entity: EntityObject;
  readonly before: Json;
  readonly after: Json;
}

/** What is known of both: by aspect, then name, then id. Where one side is not known there is nothing to compare. */
export function differencesOf(from: Side, to: Side): Difference[] {
  return ASPECT_NAMES.filter((aspect) => [from, to].every((side) => isKnown(side, aspect))).flatMap((aspect) => {
    const found = pairsOf(aspect, from.parts.get(aspect) ?? [], to.parts.get(aspect) ?? []).flatMap((pair) =>
      differencesIn(aspect, ...pair),
    );
    return found.sort((a, b) => order(a.name, b.name) || order(a.entity.id, b.entity.id));
  });
}

function isKnown({ unknown }: Side, aspect: Aspect): boolean {
  const reason = unknown.get(aspect);
  return reason === undefined || reason === 'NOT_DESCRIBED';
}

type Pair = readonly [before: Part | null, after: Part | null];

/** What stands for the same in both: the same thing, or another version of it where either has only one. */
function pairsOf(aspect: Aspect, before: readonly Part[], after: readonly Part[]): Pair[] {
  const there = new Map(after.map((part) => [part.entity.id, part]));
  const here = new Set(before.map(({ entity }) => entity.id));
  const same = before.flatMap((part): Pair[] => {
    const other = there.get(part.entity.id);
    return other === undefined ? [] : [[part, other]];
  });
  const gone = bySeries(
    aspect,
    before.filter(({ entity }) => !there.has(entity.id)),
  );
  const come = bySeries(
    aspect,
    after.filter(({ entity }) => !here.has(entity.id)),
  );
  const replaced = [...gone].flatMap(([series, [part, ...more]]): Pair[] => {
    const [other, ...others] = come.get(series) ?? [];
    if (part === undefined || other === undefined || more.length + others.length > 0) return [];
    gone.delete(series);
    come.delete(series);
    return [[part, other]];
  });
  return [
    ...[...same, ...replaced],
    ...[...gone.values()].flat().map((part): Pair => [part, null]),
    ...[...come.values()].flat().map((part): Pair => [null, part]),
  ];
}

/** Kinds of which each version is an entity of its own, named <name>@<version>. */
const VERSIONED: ReadonlySet<string> = new Set(['CODE_ARTIFACT', 'VALIDATION_SET']);

function bySeries(aspect: Aspect, parts: readonly Part[]): Map<string, readonly Part[]> {
  const series = new Map<string, readonly Part[]>();
  for (const part of parts) {
    const name = BY_PATH.has(aspect) ? aspect : seriesOf(part.entity.id);
    series.set(name, [...(series.get(name) ?? []), part]);
  }
  return series;
}

function seriesOf(id: Urn): string {
  const { kind, namespace, name } = urnParts(id);
  const cut = VERSIONED.has(kind) ? name.lastIndexOf('@') : -1;
  return cut === -1 ? id : JSON.stringify([kind, namespace, name.slice(0, cut)]);
}

/** Those of which what is inside has names by itself. */
const BY_PATH: ReadonlySet<Aspect> = new Set(['CONFIGURATION', 'PARAMETERS', 'METRICS', 'ENVIRONMENT']);

function differencesIn(aspect: Aspect, before: Part | null, after: Part | null): Difference[] {
  const { entity } = (after ?? before) as Part;
  const whole = { aspect, name: entity.name, entity };
  if (after === null) return [{ ...whole, type: 'REMOVED', before: before!.value, after: null }];
  if (before === null) return [{ ...whole, type: 'ADDED', before: null, after: after.value }];
  const isKnown = before.value !== null && after.value !== null;
  if (BY_PATH.has(aspect) && isKnown) {
    return byPath(before.value, after.value, []).map(({ path, type, ...values }) => {
      return { aspect, type, name: pathText(path), entity: type === 'REMOVED' ? before.entity : entity, ...values };
    });
  }
  const told = ({ entity: { name }, value }: Part): JsonObject => ({ name, ...(isKnown && value) });
  const [was, is] = [told(before), told(after)];
  const differing = keysOf(was, is).filter((key) => !sameJson(was[key], is[key]));
  const some = (value: JsonObject) => Object.fromEntries(differing.map((key) => [key, value[key] ?? null]));
  return differing.length === 0 ? [] : [{ ...whole, type: 'CHANGED', before: some(was), after: some(is) }];
}

type AtPath = Pick<Difference, 'type' | 'before' | 'after'> & { readonly path: readonly string[] };

/** What differs, as deep as both have objects. */
function byPath(before: Json | undefined, after: Json | undefined, path: readonly string[]): AtPath[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    return keysOf(before, after).flatMap((key) => byPath(before[key], after[key], [...path, key]));
  }
  if (after === undefined) return [{ path, type: 'REMOVED', before: before ?? null, after: null }];
  if (before === undefined) return [{ path, type: 'ADDED', before: null, after }];
  return sameJson(before, after) ? [] : [{ path, type: 'CHANGED', before, after }];
}

/** As in JavaScript: limits.daily, packages["zope.interface"]. */
function pathText(path: readonly string[]): string {
  const steps = path.map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  return steps.join('').replace(/^\./, '');
}

function keysOf(a: JsonObject, b: JsonObject): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
