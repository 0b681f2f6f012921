import { relationId, type LoggedFact, type ObserveFact, type RelationKey } from '../../kernel/fact.ts';
import type { Ontology, RelationshipDeclaration } from '../../kernel/ontology.ts';
import { RUN_METRIC, type Run } from '../../kernel/run.ts';
import { urnKind, type Urn } from '../../kernel/urn.ts';
import { setSubject } from './subjects.ts';

/** The end of the relation whose runs show it; null where no runs do. */
export function runnerOf({ type, from, to, discriminator }: RelationKey, ontology: Ontology): Urn | null {
  const shown = ontology.relationships.get(type)?.shownByRuns;
  if (shown === undefined || discriminator !== '') return null;
  const isShown = urnKind(from) === shown.ends[0] && urnKind(to) === shown.ends[1];
  return !isShown ? null : shown.runner === 'from' ? from : to;
}

/** The ends at which relations stand that this entity's runs show. */
export function endsShownBy(runner: Urn, ontology: Ontology) {
  return shownBy(runner, ontology).map(({ type, runner: end }) => ({ of: runner, type, end }));
}

/** The same as set subjects. */
export function subjectsShownBy(runner: Urn, ontology: Ontology): string[] {
  return endsShownBy(runner, ontology).map(({ of, type, end }) => setSubject(of, type, end));
}

/** Ids of the relations of one relationship that this run shows. */
export function relationsShownBy(runner: Urn, run: Run, { type, runner: end, list }: Shown): string[] {
  return run[list].map((other) => {
    const [from, to] = end === 'from' ? [runner, other] : [other, runner];
    return relationId({ type, from, to, discriminator: '' });
  });
}

/** Whether the fact tells of a run that shows relations. */
export function isRunEvent(fact: LoggedFact, ontology: Ontology): fact is ObserveFact {
  return fact.fact === 'observe' && fact.metric === RUN_METRIC && shownBy(fact.of, ontology).length > 0;
}

/** A relationship that runs show, and how. */
export type Shown = NonNullable<RelationshipDeclaration['shownByRuns']> & { readonly type: string };

/** By kind: what the ontology declares is asked of every fact. */
const SHOWN_BY_KIND = new WeakMap<Ontology, Map<string, readonly Shown[]>>();

/** The relationships that this entity's runs show; none for what does not run. */
export function shownBy(runner: Urn, ontology: Ontology): readonly Shown[] {
  const byKind = SHOWN_BY_KIND.get(ontology) ?? new Map<string, readonly Shown[]>();
  SHOWN_BY_KIND.set(ontology, byKind);
  const kind = urnKind(runner);
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const shown = [...ontology.relationships.values()].flatMap(({ type, shownByRuns }) =>
    shownByRuns?.ends[shownByRuns.runner === 'from' ? 0 : 1] === kind ? [{ type, ...shownByRuns }] : [],
  );
  byKind.set(kind, shown);
  return shown;
}
