// Verifies a certificate against an export of the log: `npm run check-proof -- certificate.json log.ndjson`. It needs Node
// alone and shares no code with what issues certificates, down to how JSON is hashed: no fault there can hide here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const CONFIDENCE = { OBSERVED: 1, DECLARED: 0.9, INFERRED: 0.7 };
const SHARE = { __proto__: null, SHADOW: 0.1, STAGING: 0.1, TEST: 0.01, DEV: 0.01 };
const given = new Set(['that nothing else bears on the conclusion']);
const CONCLUDE = { PROPERTY, RELATION, RELATIONS, GIVEN: (it) => given.add(it.what) && it.value };
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
const hash = (value) => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);
const rounded = (number, digits) => Math.round(number * digits) / digits;
const micros = (time) => Date.parse(time) * 1000 + Number(time.slice(23, 26));
const idOf = ({ type, from, to, discriminator }) => `${type} ${from} ${to} ${discriminator}`;
const compare = (a, b) => a.reduce((found, each, i) => found || Number(each > b[i]) - Number(each < b[i]), 0);
const sorted = (items, by) => [...items].sort((a, b) => compare(by(a), by(b)));
const strongest = (some) => Object.keys(CONFIDENCE).find((each) => some.includes(each));
/** Of each source what it says at the time: its last claim, with what it said since it last began. */
function headsOf(claims, asOf) {
  const [heads, latest] = [new Map(), new Map()];
  for (const claim of sorted(claims, (c) => [c.at, c.order, hash([c.provenance, c.validFrom, c.validTo, c.props])])) {
    const { source, at, holds, props } = claim;
    const old = latest.get(source);
    const goesOn = holds && old?.holds ? old : { said: {} };
    const said = Object.fromEntries(Object.keys(props).map((name) => [name, { source, at, value: props[name] }]));
    const whole = { ...claim, said: holds ? { ...goesOn.said, ...said } : (old?.said ?? {}) };
    whole.provenance = strongest([goesOn.provenance, claim.provenance]);
    for (const end of ['validFrom', 'validTo']) whole[end] = claim[end] ?? goesOn[end] ?? null;
    latest.set(source, whole);
    if ((whole.validFrom ?? at) <= asOf) heads.set(source, whole);
  }
  return [...heads.values()];
}
/** Of each name what counts: said last, then by the greater authority, then of the greater content. */
function weightiest(heads, facts) {
  const rankOf = ({ source, at }) => {
    const told = facts.filter((each) => each.fact === 'authority' && each.of === source && each.at <= at);
    return sorted(told, (each) => [each.at, hash(each)]).at(-1)?.rank ?? 0;
  };
  const said = heads.flatMap((head) => Object.entries(head.said)).filter(([, { value }]) => value !== null);
  const inOrder = sorted(said, ([, each]) => [each.at, rankOf(each), hash(each.value)]);
  return Object.fromEntries(inOrder.map(([name, { value }]) => [name, value]));
}
function PROPERTY({ of, name, type }, facts, asOf) {
  const slots = ({ [name]: it }) => (it === undefined ? {} : { [(type === 'versions' && it?.id) || '']: it });
  const claims = facts.flatMap(({ fact, id, of: it, at, source, props }) => {
    if (fact === 'entity' && id === of) return [{ at, source, holds: true, order: 0, props: slots(props) }];
    return fact === 'retire' && it.id === of ? [{ at, source, holds: false, order: 1, props: {} }] : [];
  });
  const heads = headsOf(claims, asOf);
  const alive = heads.filter(({ holds }) => holds);
  const values = Object.values(weightiest(alive.length > 0 ? alive : heads, facts));
  return type === 'versions' && values[0] ? sorted(values, (it) => [it.validFrom, it.id]) : (values[0] ?? null);
}
function RELATION({ relation: key }, facts, asOf) {
  const isIt = (other) => other !== undefined && idOf(other) === idOf(key);
  const claims = facts.flatMap((fact) => {
    const { at, source, end, provenance, because } = fact;
    const ending = { at, source, holds: false, props: {} };
    if (fact.fact === 'relation' && isIt(fact.key)) return [{ ...fact, order: 2, holds: true }];
    const isLater = (it) => it.because > because && isIt(it.key) && it.at === at && it.source === source;
    const isOver = fact.fact === 'supersede' && isIt(fact.key) && fact.ended && !facts.some(isLater);
    if (isOver || (fact.fact === 'retire' && isIt(fact.of.key))) return [{ ...ending, order: isOver ? -1 : 3 }];
    if (fact.fact !== 'set' || fact.type !== key.type || fact.of !== key[end]) return [];
    const member = end === 'from' ? key.to : key.from;
    const holds = key.discriminator === '' && fact.members.includes(member);
    return [{ ...ending, order: Number(holds), holds, provenance, props: fact.props?.[member] ?? {} }];
  });
  const heads = headsOf(claims, asOf).filter(({ holds, validTo }) => holds && (validTo ?? Infinity) > asOf);
  const provenance = strongest(heads.map((head) => head.provenance));
  const sources = sorted(heads, ({ source }) => [source]).map(({ source }) => source);
  return heads.length > 0 ? { provenance, props: weightiest(heads, facts), sources } : null;
}
function RELATIONS({ of, type, end }, facts, asOf) {
  const keys = facts.flatMap(({ fact, key, members, type, of, end }) => {
    const keyTo = (id) => ({ type, from: of, to: of, [end === 'from' ? 'to' : 'from']: id, discriminator: '' });
    return members?.map(keyTo) ?? (fact === 'relation' ? [key] : []);
  });
  const here = keys.filter((key) => key.type === type && key[end] === of && RELATION({ relation: key }, facts, asOf));
  return sorted(new Set(here.map(idOf)), (id) => [id]);
}
function riskOf({ subject: { starts, kpi }, conclusion: { path }, premises, asOf }) {
  const valueOf = (it) => premises.find((each) => Object.keys(it).every((name) => each[name] === it[name])).value;
  const held = new Map(premises.flatMap(({ relation: key, value }) => (key ? [[idOf(key), value]] : [])));
  const served = (id) => (SHARE[held.get(id).props.stage] ?? 1) * (held.get(id).props.trafficShare ?? 1);
  const shareOf = (id, way = '') => {
    if (!id.startsWith('urn:throughline:deployment:')) return 1;
    const by = way.startsWith('RELEASED_TO ') ? [way] : valueOf({ kind: 'RELATIONS', of: id, type: 'RELEASED_TO' });
    return by[0] ? Math.max(...by.map(served)) : 1;
  };
  let [here, confidence, stageShare] = [path[0].from, 1, shareOf(path[0].from)];
  for (const { from, to, relation: id, isFallback } of path) {
    const { provenance, props } = held.get(id);
    assert(from === here, `the path breaks at ${here}`);
    if (!id.includes(` ${from} ${to} `)) given.add(`that ${id} leads from ${from} to ${to}`);
    const own = props.confidence === undefined ? CONFIDENCE[provenance] : rounded(props.confidence, 1e4);
    confidence *= isFallback ? own / 2 : own;
    [here, stageShare] = [to, stageShare * shareOf(to, id)];
  }
  assert(starts.includes(path[0].from) && here === kpi, 'the path does not lead from a start to the KPI');
  const last = valueOf({ kind: 'PROPERTY', of: kpi, name: 'definitions' })?.findLast((it) => it.validFrom <= asOf);
  const weight = last && (last.validTo ?? '9') > asOf ? (last.weight ?? 1) : null;
  [confidence, stageShare] = [rounded(confidence, 1e6), rounded(stageShare, 1e6)];
  return { risk: rounded((weight ?? 1) * confidence * stageShare, 1e6), weight, confidence, stageShare, path };
}
async function check(certificatePath, logPath) {
  const { hash: own, ...certificate } = JSON.parse(readFileSync(certificatePath, 'utf8'));
  assert(own === hash(certificate), 'the certificate is not what its hash says');
  const { subject, conclusion, position, asOf, claims, premises } = certificate;
  const names = premises.flatMap(({ of, relation: key }) => [of, key?.from, key?.to]).filter(Boolean);
  const facts = new Map();
  let next = 1;
  for await (const line of createInterface({ input: createReadStream(logPath) })) {
    const { position: at, hash: told, fact } = JSON.parse(line);
    if (at > position) break;
    assert(at === next++, `the export lacks entry ${next - 1}`);
    assert(told === hash(fact), `entry ${at} is not what its hash says`);
    if (fact.fact === 'authority' || names.some((name) => line.includes(name))) facts.set(at, fact);
  }
  assert(next > position, `the export ends before entry ${position}`);
  for (const premise of premises) {
    const comesTo = (some) => hash(CONCLUDE[premise.kind](premise, some, micros(asOf))) === hash(premise.value);
    const said = (premise.claims ?? []).map((at) => facts.get(at) ?? {});
    const isIdle = (fact) => premise.kind !== 'RELATIONS' && comesTo(said.filter((each) => each !== fact));
    assert(comesTo([...facts.values()]), `the log says otherwise than ${canonical(premise)}`);
    assert(comesTo(said) && !said.some(isIdle), `these are not the claims that it takes: ${canonical(premise)}`);
  }
  const used = [...new Set(premises.flatMap((each) => each.claims ?? []))].sort((a, b) => a - b);
  const found = used.map((at) => [at, facts.get(at).source, facts.get(at).at, hash(facts.get(at))]);
  const told = claims.map((each) => [each.position, each.source, micros(each.at), each.hash]);
  assert(canonical(told) === canonical(found), 'the export has other claims at these positions');
  assert(subject.type === 'KPI_AT_RISK', `expected a certificate of KPI_AT_RISK; came ${subject.type}`);
  const concluded = riskOf(certificate);
  assert(canonical(concluded) === canonical(conclusion), `the conclusion is another: ${canonical(concluded)}`);
  process.exitCode = 0;
  return `verified: ${premises.length} premises by ${claims.length} claims. Taken as given: ${[...given].join('; ')}.`;
}
process.exitCode = 1;
console.log(await check(...process.argv.slice(2)).catch(({ message }) => `refused: ${message}`));
