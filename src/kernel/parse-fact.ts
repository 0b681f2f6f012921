import { badInput, ThroughlineError, type ErrorCode } from './errors.ts';
import { PROVENANCES, type Fact, type Provenance, type RelationKey } from './fact.ts';
import { contentHash, isJsonObject, jsonProblem, type Json, type JsonObject } from './json.ts';
import { joins, type Attributes, type Ontology } from './ontology.ts';
import { expected, parseProps } from './parse-props.ts';
import { EXPECTED_TIME, parseTime, type Micros } from './time.ts';
import { formatUrn, keyProblem, nameProblem, parseUrn, urnParts, urnProblem, type Urn } from './urn.ts';

/** Why a fact was not taken: `path` is the place in it, as `props.weight`; empty for the fact as a whole. */
export interface FactProblem {
  readonly path: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * Reads one fact from outside, in the JSON form that the docs describe under "Facts".
 * Everything that can be wrong with it alone is found here; what contradicts other facts is found when it is applied.
 */
export function parseFact(input: Json, ontology: Ontology): Fact | FactProblem {
  return refusable(() => {
    if (!isJsonObject(input)) throw badInput('', expected('a fact object', input));
    const wrong = jsonProblem(input);
    if (wrong !== null) throw badInput('', `the fact ${wrong}`);
    const name = input['fact'];
    const form = typeof name === 'string' && Object.hasOwn(FORMS, name) ? FORMS[name as Fact['fact']] : undefined;
    if (form === undefined) throw badInput('fact', expected(Object.keys(FORMS).join(', '), name));
    const stranger = Object.keys(input).find((key) => !form.keys.includes(key) && !COMMON_KEYS.includes(key));
    if (stranger !== undefined) {
      throw badInput(stranger, `${stranger}: a fact of this form has ${[...form.keys, ...COMMON_KEYS].join(', ')}`);
    }
    return form.parse(new Reader(input, ontology));
  });
}

/** What was read, or why it is refused. */
export function refusable<T>(read: () => T): T | FactProblem {
  try {
    return read();
  } catch (error) {
    return problemIn(error);
  }
}

/** What an expected refusal says. @throws any other error */
export function problemIn(error: unknown): FactProblem {
  if (!(error instanceof ThroughlineError)) throw error;
  return { path: error.argument ?? '', code: error.code, message: error.message };
}

export function isFact(parsed: Fact | FactProblem): parsed is Fact {
  return 'fact' in parsed;
}

/** A set is checked, planned and written as one. */
const MOST_MEMBERS = 10_000;
const COMMON_KEYS = ['fact', 'at', 'source'];

const FORMS: Record<Fact['fact'], { keys: readonly string[]; parse: (read: Reader) => Fact }> = {
  entity: {
    keys: ['kind', 'namespace', 'name', 'props'],
    parse(read) {
      const kind = read.text('kind');
      if (!read.ontology.kinds.has(kind)) {
        throw badInput('kind', expected(`one of ${[...read.ontology.kinds.keys()].join(', ')}`, kind));
      }
      const id = formatUrn(kind, read.name('namespace'), read.name('name'));
      const tooLong = urnProblem(id);
      if (tooLong !== null) throw badInput('name', `name: the URN made of it ${tooLong}`);
      const { at, source } = read.claim();
      const attributes = read.ontology.attributes(kind);
      return { fact: 'entity', id, props: parseProps(read.object('props'), attributes, at), at, source };
    },
  },
  relation: {
    keys: ['type', 'from', 'to', 'props', 'provenance'],
    parse(read) {
      const { id, validFrom, validTo, ...props } = read.object('props');
      const key = read.relation(read.input, '', discriminator(id, 'props.id'));
      const attributes = read.ontology.relationships.get(key.type)?.attributes ?? {};
      const { at, source } = read.claim();
      const interval = { validFrom: time(validFrom, 'props.validFrom'), validTo: time(validTo, 'props.validTo') };
      if (interval.validTo !== null && interval.validTo <= (interval.validFrom ?? at)) {
        throw badInput('props.validTo', expected('a time after the beginning', validTo));
      }
      return {
        fact: 'relation',
        key,
        provenance: read.provenance('DECLARED'),
        ...interval,
        props: parseProps(props, attributes, at),
        at,
        source,
      };
    },
  },
  retire: {
    keys: ['of'],
    parse(read) {
      const of = read.input['of'];
      if (!isJsonObject(of)) throw badInput('of', expected('{id} or {type, from, to}', of));
      const isEntity = of['type'] === undefined;
      return {
        fact: 'retire',
        of: isEntity
          ? { id: read.urn(of['id'], 'of.id') }
          : { key: read.relation(of, 'of.', discriminator(of['id'], 'of.id')) },
        ...read.claim(),
      };
    },
  },
  set: {
    keys: ['of', 'type', 'members', 'props', 'end', 'provenance'],
    parse(read) {
      const of = read.urn(read.input['of'], 'of');
      const members = read.input['members'];
      if (!Array.isArray(members)) throw badInput('members', expected('a list of URNs', members));
      if (members.length > MOST_MEMBERS) {
        throw badInput('members', `members: expected at most ${MOST_MEMBERS}; came ${members.length}`);
      }
      const urns = members.map((member, index) => read.urn(member, `members[${index}]`));
      const relationship = read.relationship(read.input['type'], 'type');
      const end = read.input['end'] ?? setEnd(of, relationship.ends);
      if (end !== 'from' && end !== 'to') throw badInput('end', expected('from or to', end));
      for (const [index, member] of urns.entries()) {
        const [from, to] = end === 'from' ? [of, member] : [member, of];
        read.checkEnds(relationship.type, from, to, `members[${index}]`);
      }
      const unique = [...new Set(urns)].sort();
      const [provenance, claim] = [read.provenance('DECLARED'), read.claim()];
      const props = read.memberProps(unique, relationship.attributes, claim.at);
      const said = Object.keys(props).length === 0 ? {} : { props };
      return { fact: 'set', of, type: relationship.type, end, members: unique, ...said, provenance, ...claim };
    },
  },
  observe: {
    keys: ['of', 'metric', 'value', 'key'],
    parse(read) {
      const value = read.input['value'];
      if (value === undefined) throw badInput('value', expected('any JSON value', value));
      const claim = read.claim();
      const key = read.input['key'] === undefined ? contentHash([claim.at, value]) : read.name('key');
      return {
        fact: 'observe',
        of: read.urn(read.input['of'], 'of'),
        metric: read.name('metric'),
        key,
        value,
        ...claim,
      };
    },
  },
  authority: {
    keys: ['of', 'rank'],
    parse(read) {
      const rank = read.input['rank'];
      if (!Number.isSafeInteger(rank)) throw badInput('rank', expected('a whole number', rank));
      return { fact: 'authority', of: read.name('of'), rank: rank as number, ...read.claim() };
    },
  },
};

/** The end that `of` takes where the fact does not say: the one its kind allows, and `from` where it allows both. */
function setEnd(of: Urn, ends: readonly (readonly [string, string])[]): 'from' | 'to' {
  const { kind } = urnParts(of);
  return ends.some(([from]) => from === kind) ? 'from' : 'to';
}

/** Reads members of one fact; each method throws BAD_USER_INPUT with the path of what is wrong. */
class Reader {
  constructor(
    readonly input: JsonObject,
    readonly ontology: Ontology,
  ) {}

  text(key: string): string {
    const value = this.input[key];
    if (typeof value !== 'string') throw badInput(key, expected('a text', value));
    return value;
  }

  name(key: string): string {
    const value = this.text(key);
    const problem = nameProblem(value);
    if (problem !== null) throw badInput(key, `${key} ${problem}`);
    return value;
  }

  object(key: string): JsonObject {
    const value = this.input[key] ?? {};
    if (!isJsonObject(value)) throw badInput(key, expected('an object', value));
    return value;
  }

  /** Of a set: what is said of the relations to its members. A member that nothing is said of is left out. */
  memberProps(members: readonly Urn[], attributes: Attributes, at: Micros): Record<Urn, JsonObject> {
    const props: Record<Urn, JsonObject> = {};
    const known = new Set(members);
    for (const [key, value] of Object.entries(this.object('props'))) {
      const member = this.urn(key, 'props');
      if (!known.has(member)) throw badInput('props', expected('a member of the set', key));
      if (!isJsonObject(value)) throw badInput('props', expected(`an object for ${member}`, value));
      const own = ['id', 'validFrom', 'validTo'].find((name) => Object.hasOwn(value, name));
      if (own !== undefined) throw badInput('props', `props: a set says no ${own}; expected a relation fact for it`);
      props[member] = parseProps(value, attributes, at);
    }
    return props;
  }

  claim(): { at: Micros; source: string } {
    const at = time(this.input['at'] ?? '', 'at');
    const source = this.name('source');
    if (source === '__proto__') throw badInput('source', expected('the name of a source', source));
    return { at: at as Micros, source };
  }

  provenance(fallback: Provenance): Provenance {
    const value = this.input['provenance'] ?? fallback;
    const known = PROVENANCES.find((each) => each === value);
    if (known === undefined) throw badInput('provenance', expected(PROVENANCES.join(', '), value));
    return known;
  }

  urn(value: Json | undefined, path: string): Urn {
    const urn = parseUrn(value, path);
    const { kind } = urnParts(urn);
    if (!this.ontology.kinds.has(kind)) {
      throw badInput(path, `${path}: ${expected(`a kind of ${[...this.ontology.kinds.keys()].join(', ')}`, kind)}`);
    }
    return urn;
  }

  relation(input: JsonObject, path: string, discriminator: string): RelationKey {
    const { type } = this.relationship(input['type'], `${path}type`);
    const from = this.urn(input['from'], `${path}from`);
    const to = this.urn(input['to'], `${path}to`);
    this.checkEnds(type, from, to, `${path}to`);
    return { type, from, to, discriminator };
  }

  relationship(type: Json | undefined, path: string) {
    const relationship = typeof type === 'string' ? this.ontology.relationships.get(type) : undefined;
    if (relationship === undefined) {
      throw badInput(path, expected(`one of ${[...this.ontology.relationships.keys()].join(', ')}`, type));
    }
    return relationship;
  }

  checkEnds(type: string, from: Urn, to: Urn, path: string): void {
    const relationship = this.relationship(type, 'type');
    const ends = [urnParts(from).kind, urnParts(to).kind] as const;
    if (joins(relationship, ...ends)) return;
    const allowed = relationship.ends.map((each) => each.join('→')).join(', ');
    throw badInput(path, `${type} joins ${allowed}; came ${ends.join('→')}`);
  }
}

/** The text that tells several relations between the same ends apart; empty where there is one alone. */
function discriminator(id: Json | undefined, path: string): string {
  if (id === undefined) return '';
  if (typeof id !== 'string') throw badInput(path, expected('a text', id));
  const problem = keyProblem(id);
  if (problem !== null) throw badInput(path, `${path} ${problem}`);
  return id;
}

function time(value: Json | undefined, path: string): Micros | null {
  if (value === undefined || value === null) return null;
  const parsed = typeof value === 'string' ? parseTime(value) : null;
  if (parsed === null) throw badInput(path, expected(EXPECTED_TIME, value));
  return parsed;
}
