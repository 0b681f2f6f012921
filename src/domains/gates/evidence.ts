import type { Json, JsonObject } from '../../kernel/json.ts';
import { formatTime, micros } from '../../kernel/time.ts';
import { urnParts, type Urn } from '../../kernel/urn.ts';
import type { Reach, ReachedLink } from '../../lineage/traversal.ts';
import type { Observation, ReadAt } from '../../store/ports.ts';
import { alertStream, type AlertRecord } from '../alerts/index.ts';
import { decision, type Premise } from '../kind/certificate.ts';
import type { RequestContext } from '../kind/context.ts';
import type { EntityObject } from '../kind/entity.ts';
import { joinedTo, MOST_JOINED, type Joined, type Joining } from './joined.ts';
import { OutOfSight, walkUp } from './walks.ts';
import { promotionsOf, promotionStream } from './promotion.ts';

/** Something that a verdict rests on, as it was read. */
export interface Item extends JsonObject {
  /** How one comes to it from the release: `fraud@12 <-PRODUCED- 7f3a`. */
  readonly path: string;
  /** What it was read of. */
  readonly entity: Urn;
  /** What was read: a property, a relation, a metric, all that is upstream. */
  readonly what: string;
  readonly value: Json;
}

/** Before anything can have been measured. */
const BEGINNING = Number.MIN_SAFE_INTEGER;

/**
 * The graph as a requirement reads it, at one place. All that it reads is kept: it is what the verdict rests on.
 */
export class Evidence {
  readonly items: Item[] = [];
  /** The same for whoever checks it: by which claims it is so, or as it was found. */
  readonly premises: Premise[] = [];
  readonly #paths = new Map<Urn, string>();

  constructor(
    readonly release: EntityObject,
    readonly at: ReadAt & { readonly asOf: number },
    readonly context: RequestContext,
  ) {
    this.#paths.set(release.id, release.name);
  }

  /** What a source says of it; null where nobody does. */
  property(entity: EntityObject, name: string): Json {
    const value = (entity[name] ?? null) as Json;
    const isClaimed = Object.hasOwn(this.context.services.ontology.attributes(entity.kind), name);
    const statement = { kind: 'PROPERTY', of: entity.id, name } as const;
    this.#keep(entity.id, name, value, isClaimed ? [{ statement, value }] : undefined);
    return value;
  }

  /** What is joined to it by this relationship. @throws OutOfSight for more than a thousand */
  async related(entity: EntityObject, type: string, direction: 'out' | 'in'): Promise<readonly Joined[]> {
    const joining = { type, direction };
    return this.#keepJoined(entity, joining, await joinedTo(entity, joining, this.at, this.context));
  }

  /** As `related`, of many at once, in their order. @throws OutOfSight where one of them has more than a thousand */
  async relatedOf(
    entities: readonly EntityObject[],
    type: string,
    direction: 'out' | 'in',
  ): Promise<(readonly Joined[])[]> {
    const joining = { type, direction };
    const read = await Promise.all(entities.map((entity) => joinedTo(entity, joining, this.at, this.context)));
    return entities.map((entity, index) => this.#keepJoined(entity, joining, read[index] ?? []));
  }

  /** As `related`, with what held before: each stretch of it by itself. */
  async everRelated(entity: EntityObject, type: string, direction: 'out' | 'in'): Promise<readonly Joined[]> {
    const joining = { type, direction, since: null };
    return this.#keepJoined(entity, joining, await joinedTo(entity, joining, this.at, this.context));
  }

  /** What was read at the same time is kept one after the other: the same report each time. */
  #keepJoined(entity: EntityObject, { type, direction, since }: Joining, joined: readonly Joined[]) {
    const arrow = direction === 'in' ? `<-${type}-` : `-${type}->`;
    const all = { of: entity.id, type, end: direction === 'in' ? 'to' : 'from' } as const;
    // What ever held is not what holds: claims at one time do not decide it.
    if (since === undefined) this.premises.push({ all, held: joined.map(({ key }) => key) });
    const premises = since === undefined ? [] : undefined;
    const path = `${this.pathOf(entity.id)} ${arrow}`;
    for (const { entity: other, told } of joined) {
      if (!this.#paths.has(other.id)) this.#paths.set(other.id, `${path} ${other.name}`);
      this.#keep(other.id, type, told, premises);
    }
    if (joined.length === 0) this.#keep(entity.id, `${arrow} nothing`, null, premises);
    return joined;
  }

  /** The newest observations of a metric, newest first. */
  async observations(entity: EntityObject, metric: string, first: number): Promise<readonly Observation[]> {
    const query = { metric, first, after: null };
    const { items, hasNext } = await this.context.read.observations(entity.id, query, this.at);
    for (const { key, events } of items) {
      this.#keep(entity.id, metric, { key, value: events.at(-1)?.value ?? null }, []);
    }
    if (items.length === 0) this.#keep(entity.id, metric, null, []);
    this.premises.push(measured(entity.id, metric, items, hasNext));
    return items;
  }

  /**
   * The newest observations of a metric on each of these, under any of its names. Whoever asks notes what they come to: all
   * of them are no evidence for people.
   */
  async observationsOf(ids: readonly Urn[], metric: string, first: number): Promise<readonly Observation[][]> {
    const query = { metric, first, after: null };
    const namesOf = (id: Urn) => this.context.services.aliases.namesOf(id, this.at);
    const read = await Promise.all(
      ids.map((id) => Promise.all(namesOf(id).map((name) => this.context.read.observations(name, query, this.at)))),
    );
    for (const [index, pages] of read.entries()) {
      const names = namesOf(ids[index]!);
      this.premises.push(...pages.map(({ items, hasNext }, each) => measured(names[each]!, metric, items, hasNext)));
    }
    return read.map((pages) => pages.flatMap(({ items }) => items));
  }

  /** All that the release comes from, itself at depth 0. @throws OutOfSight where a walk ends at its limit, or policy hides a part */
  async upstream(): Promise<Reach> {
    const reach = await walkUp([this.release.id], this.at, this.context);
    if (reach.limitHit !== null) throw new OutOfSight('so much is upstream that a walk ends at its limit');
    for (const { id } of reach.nodes) this.#pathTo(id, `${this.release.name} <-…- ${urnParts(id).name}`);
    this.#keep(this.release.id, 'upstream', { nodes: reach.total, links: reach.links.length });
    return reach;
  }

  /** By what these are written. @throws OutOfSight where policy hides a part */
  async written(datasets: readonly Urn[]): Promise<readonly ReachedLink[]> {
    const of = (await this.entities(datasets)).map(({ id }) => id);
    if (of.length === 0) return [];
    const narrowed = { depth: 1, through: new Set(['WRITES']) };
    const { links } = await walkUp(of, this.at, this.context, narrowed);
    for (const { from, to } of links) this.#pathTo(from, `${this.pathOf(to)} <-WRITES- ${urnParts(from).name}`);
    return links;
  }

  /** After how long what its runs showed is stale, in seconds; null: never. */
  staleAfter(job: Urn): number | null {
    const interval = this.context.services.schedules.staleAfter(job, this.at);
    const seconds = interval === null ? null : interval / 1_000_000;
    this.#keep(job, 'staleAfterSeconds', seconds);
    return seconds;
  }

  /** The entities, as they were; those that are hidden are left out. */
  async entities(ids: readonly Urn[]): Promise<EntityObject[]> {
    const found = await Promise.all(ids.map((id) => this.context.read.entity(id, this.at)));
    return found.filter((entity) => entity !== null);
  }

  /** Alerts on any of these that are open. @throws OutOfSight for more than a thousand */
  async openAlerts(ids: readonly Urn[]): Promise<readonly AlertRecord[]> {
    const names = ids.flatMap((id) => this.context.services.aliases.namesOf(id, this.at));
    const query = { kind: 'ALERT', open: true, first: MOST_JOINED, after: null } as const;
    const page = await this.context.read.decidedIn(names, query, this.at);
    if (page.hasNext) throw new OutOfSight(`more than ${MOST_JOINED} alerts are open upstream`);
    const alerts = page.items as readonly AlertRecord[];
    for (const alert of alerts) {
      const { id, about, since, props } = alert;
      const { title, severity, source, key } = props;
      const kept = decision(alertStream(source, key), alert, ['about', 'severity', 'title', 'until']);
      this.#keep(about ?? id, `alert ${id}`, { title, severity, since: formatTime(since) }, [kept]);
    }
    this.premises.push({
      given: 'that these alerts are open upstream, and no others',
      value: alerts.map(({ id }) => id),
    });
    return alerts;
  }

  /** The stages that it was promoted to by then. */
  async promotedTo(): Promise<string[]> {
    const promoted = await promotionsOf(this.release.id, this.at, this.context);
    for (const promotion of promoted) {
      const { since, props } = promotion;
      const kept = decision(promotionStream(props.slot, props.stage), promotion, ['about', 'stage', 'since']);
      this.#keep(this.release.id, 'promoted', { stage: props.stage, at: formatTime(since) }, [kept]);
    }
    const ids = promoted.map(({ id }) => id);
    this.premises.push({ given: `that ${this.release.id} was promoted by these, and no others`, value: ids });
    return promoted.map(({ props }) => props.stage);
  }

  /** Keeps what was worked out of what was read, as a reader wants to see it. */
  note({ id }: Pick<EntityObject, 'id'>, what: string, value: Json): void {
    this.#keep(id, what, value);
  }

  pathOf(id: Urn): string {
    return this.#paths.get(id) ?? urnParts(id).name;
  }

  #pathTo(id: Urn, path: string): void {
    if (!this.#paths.has(id)) this.#paths.set(id, path);
  }

  /** @param premises by what it is so; left out: it is told as it was found */
  #keep(
    entity: Urn,
    what: string,
    value: Json,
    premises: readonly Premise[] = [{ given: `${what} of ${entity}`, value }],
  ): void {
    this.items.push({ path: this.pathOf(entity), entity, what, value });
    this.premises.push(...premises);
  }
}

/** What the newest observations of a metric rest on; or all there are, where these are all. */
function measured(of: Urn, metric: string, items: readonly Observation[], hasNext: boolean): Premise {
  const since = hasNext ? Math.min(...items.flatMap(({ events }) => events.map(({ at }) => at))) : BEGINNING;
  return { statement: { kind: 'OBSERVATIONS', of, metric, since: micros(since) } };
}
