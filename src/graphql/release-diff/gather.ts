import { LIMITS } from '../../domains/kind/arguments.ts';
import type { JoinedPage, RequestContext } from '../../domains/kind/context.ts';
import { hydrate, type EntityObject } from '../../domains/kind/entity.ts';
import { ConfigVersion } from '../../domains/registry/index.ts';
import { isJsonObject, type JsonObject } from '../../kernel/json.ts';
import type { Urn } from '../../kernel/urn.ts';
import type { Standing } from '../standing.ts';
import { ASPECT_NAMES, ASPECT_OF_INPUT, INPUT_ASPECTS, type Aspect, type UnknownReason } from './aspects.ts';
import type { Part, Side } from './compare.ts';
import { saidAtRun, saidOf } from './said.ts';

const MOST_INPUTS = 5_000;

/** A release with the run that made it and what that was fed with. */
interface Made {
  readonly release: EntityObject;
  readonly run: EntityObject | null;
  readonly inputs: ReadonlyMap<Urn, EntityObject>;
  readonly isWhole: boolean;
}

/** What is known of both, in as many reads as of one. */
export async function gather(
  releases: readonly [EntityObject, EntityObject],
  standing: Standing,
  context: RequestContext,
): Promise<readonly [Side, Side]> {
  const [from, to] = await Promise.all([
    madeBy(releases[0], standing, context),
    madeBy(releases[1], standing, context),
  ]);
  const inBoth = [...from.inputs.values()].filter(({ id, kind }) => to.inputs.has(id) && !isFixed(kind));
  const said = await Promise.all(
    [from, to].map(async ({ run }) => (run === null ? [] : saidAtRun(inBoth, run, standing.place, context))),
  );
  const shared = new Map(inBoth.map(({ id }, index) => [id, said.map((values) => values[index] ?? null)]));
  const isConfigured = releases.some(({ kind }) => kind === ConfigVersion.kind);
  const sideOf = (made: Made, side: 0 | 1) =>
    known(made, isConfigured, (id) => {
      const values = shared.get(id);
      if (values === undefined) return undefined;
      // Where it was not described at one of the times nobody knows whether it changed.
      return values.includes(null) ? null : values[side];
    });
  return [sideOf(from, 0), sideOf(to, 1)];
}

/** What is not changed but replaced: it is what is said of it, whenever that was. */
function isFixed(kind: string): boolean {
  const aspect = ASPECT_OF_INPUT[kind];
  return aspect === 'CODE' || aspect === 'ENVIRONMENT';
}

async function madeBy(release: EntityObject, standing: Standing, context: RequestContext): Promise<Made> {
  const { place } = standing;
  const query = { type: 'PRODUCED', direction: 'in', first: 1, after: null } as const;
  const [produced] = (await context.read.related(release.id, query, place)).items;
  if (produced === undefined) return { release, run: null, inputs: new Map(), isWhole: true };
  const run = hydrate(produced.record, place);
  const inputs = new Map<Urn, EntityObject>();
  for (let after: JoinedPage['items'][number]['place'] | null = null; ;) {
    const page: JoinedPage = await context.read.related(
      run.id,
      { type: 'USED_BY', direction: 'in', first: LIMITS.list, after },
      place,
    );
    const entities = await Promise.all(
      page.items.map(({ record }) => underItsName(hydrate(record, place), context, standing)),
    );
    for (const entity of entities) inputs.set(entity.id, entity);
    after = page.items.at(-1)?.place ?? null;
    if (!page.hasNext || after === null) return { release, run, inputs, isWhole: true };
    if (inputs.size >= MOST_INPUTS) return { release, run, inputs, isWhole: false };
  }
}

/** Two names of one thing are one. */
async function underItsName(entity: EntityObject, context: RequestContext, { place }: Standing): Promise<EntityObject> {
  if (context.services.aliases.namesOf(entity.id, place).length > 1) {
    return (await context.read.entity(entity.id, place)) ?? entity;
  }
  context.read.prime(entity);
  return entity;
}

/**
 * @param changing what was said of an input by the time of the run, where that was compared; null: it is not known;
 * undefined: only one of the two had it
 */
function known(
  { release, run, inputs, isWhole }: Made,
  isConfigured: boolean,
  changing: (id: Urn) => JsonObject | null | undefined,
): Side {
  const parts = new Map<Aspect, readonly Part[]>();
  const unknown = new Map<Aspect, UnknownReason>();
  const tell = (aspect: Aspect, entity: EntityObject, value: unknown) => {
    if (isJsonObject(value)) parts.set(aspect, [{ entity, value }]);
    else unknown.set(aspect, 'NOT_TOLD');
  };
  if (isConfigured) tell('CONFIGURATION', release, release['settings']);
  if (run === null) {
    for (const aspect of ASPECT_NAMES) if (aspect !== 'CONFIGURATION') unknown.set(aspect, 'NO_RUN');
    return { release, parts, unknown };
  }
  tell('PARAMETERS', run, run['parameters']);
  tell('METRICS', run, run['metrics']);
  for (const aspect of INPUT_ASPECTS) {
    const of = [...inputs.values()].filter(({ kind }) => ASPECT_OF_INPUT[kind] === aspect);
    const told = of.map((entity) => {
      const isOpaque = aspect === 'ENVIRONMENT' && !isJsonObject(entity['packages']);
      const now = isOpaque ? null : saidOf(entity);
      const then = changing(entity.id);
      return { part: { entity, value: then ?? now }, isKnown: then !== null && now !== null };
    });
    parts.set(
      aspect,
      told.map(({ part }) => part),
    );
    if (!isWhole) unknown.set(aspect, 'TOO_MANY');
    else if (told.length === 0) unknown.set(aspect, 'NOT_TOLD');
    else if (told.some(({ isKnown }) => !isKnown)) unknown.set(aspect, 'NOT_DESCRIBED');
  }
  return { release, parts, unknown };
}
