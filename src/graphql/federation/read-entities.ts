import type { RequestContext } from '../../domains/kind/context.ts';
import { decidedTypes } from '../../domains/index.ts';
import type { DecidedObject } from '../../domains/kind/decided-type.ts';
import type { EntityObject } from '../../domains/kind/entity.ts';
import { reached } from '../../domains/kind/page.ts';
import { parsePlace } from '../../kernel/cursor.ts';
import { badInput, shown, ThroughlineError } from '../../kernel/errors.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import { sightOf } from '../../kernel/visibility.ts';
import type { ReadAt } from '../../store/ports.ts';
import { decidedAt, isDecided, nodeArgument } from '../lookup.ts';
import { entityAt, stubAt } from '../standing.ts';
import { PLACE_FIELD } from './place.ts';

/** How many entities a gateway may ask for at once: as many as the longest page that it can have of them. */
export const MOST_REPRESENTATIONS = 5_000;

interface Asked {
  readonly id: Urn;
  readonly at: ReadAt;
  /** Whether a subgraph of ours has told of it, and said where. */
  readonly isPlaced: boolean;
}

type Answer = EntityObject | DecidedObject | null | ThroughlineError;

/**
 * The entities that a gateway asks for, in order: one read for all that stand at one place. Null where there is no such
 * thing; a representation that is wrong gives an error in its own place, and the others are answered.
 * @throws LIMIT_EXCEEDED for more than MOST_REPRESENTATIONS
 */
export async function readEntities(representations: readonly unknown[], context: RequestContext): Promise<Answer[]> {
  const count = representations.length;
  if (count > MOST_REPRESENTATIONS) {
    const message = `representations: expected at most ${MOST_REPRESENTATIONS}; came ${count}`;
    throw new ThroughlineError('LIMIT_EXCEEDED', message, { argument: 'representations' });
  }
  const read = createReader(context);
  const sight = sightOf(context.viewer.visibility);
  const asked = representations.map((given, index) => read(given, `representations[${index}]`));
  const answers: Answer[] = asked.map((each) => (each instanceof ThroughlineError ? each : null));
  await Promise.all([...byPlace(asked)].map(([at, indexes]) => answerAt(at, indexes)));
  return answers;

  async function answerAt(at: ReadAt, indexes: readonly number[]): Promise<void> {
    const group = indexes.map((index) => asked[index] as Asked);
    try {
      await reached(at.position, `representations.${PLACE_FIELD}`, context);
      const ids = group.map(({ id }) => id).filter((id) => !isDecided(id));
      const entities = ids.length === 0 ? [] : await context.read.entities(ids, at);
      const later: Promise<unknown>[] = [];
      let taken = 0;
      for (const [nth, index] of indexes.entries()) {
        const one = group[nth] as Asked;
        const answer = isDecided(one.id) ? decidedAt(one.id, at, context) : answerOf(one, entities[taken++]);
        if (answer instanceof Promise) later.push(answer.then((found) => (answers[index] = found)));
        else answers[index] = answer;
      }
      // Here, for what fails while another place is waited for would end the process, as nobody had heard of it.
      await Promise.all(later);
    } catch (error) {
      if (!(error instanceof ThroughlineError)) throw error;
      for (const index of indexes) answers[index] = error;
    }
  }

  function answerOf({ id, at, isPlaced }: Asked, found: EntityObject | null | undefined): Answer | Promise<Answer> {
    // What another subgraph has told of is at least what its URN says, as it is there; but a place can be made up.
    const isStubAtLeast = isPlaced && sight(id) === 'SHOW';
    if (found !== undefined) return found ?? (isStubAtLeast ? stubAt(id, at) : null);
    return isStubAtLeast ? entityAt(id, at, context) : context.read.entity(id, at);
  }
}

function byPlace(asked: readonly (Asked | ThroughlineError)[]): ReadonlyMap<ReadAt, readonly number[]> {
  const groups = new Map<ReadAt, number[]>();
  for (const [index, each] of asked.entries()) {
    if (each instanceof ThroughlineError) continue;
    const group = groups.get(each.at);
    if (group === undefined) groups.set(each.at, [index]);
    else group.push(index);
  }
  return groups;
}

/** Reads representations as they come. A refusal names what of one is wrong; those of one place share what says it. */
function createReader(context: RequestContext): (given: unknown, name: string) => Asked | ThroughlineError {
  const kindOf = new Map<unknown, string>();
  for (const { typeName, kind } of context.services.ontology.kinds.values()) kindOf.set(typeName, kind);
  for (const { typeName, kind } of decidedTypes) kindOf.set(typeName, kind);
  const places = new Map<unknown, ReadAt>();

  function placeOf(text: unknown, argument: string): ReadAt {
    if (text === null || text === undefined) return context.at;
    const place = places.get(text) ?? { ...parsePlace(text, argument), viewer: context.viewer };
    places.set(text, place);
    return place;
  }

  return (given, name) => {
    try {
      if (!isJsonObject(given)) throw badInput(name, `${name}: expected an object; came ${shown(given)}`);
      const { __typename: typeName, id, [PLACE_FIELD]: place } = given;
      const kind = kindOf.get(typeName);
      if (kind === undefined) {
        const argument = `${name}.__typename`;
        throw badInput(argument, `${argument}: expected the type of an entity; came ${shown(typeName)}`);
      }
      const argument = `${name}.id`;
      const urn = nodeArgument(id, argument, context);
      if (urnParts(urn).kind !== kind) {
        throw badInput(argument, `${argument}: expected the URN of a ${String(typeName)}; came ${shown(id)}`);
      }
      return { id: urn, at: placeOf(place, `${name}.${PLACE_FIELD}`), isPlaced: (place ?? null) !== null };
    } catch (error) {
      if (error instanceof ThroughlineError) return error;
      throw error;
    }
  };
}
