// Verifies a certificate against an export of the log, and shares no code with what issues them: see docs/proof.md.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
const CONFIDENCE = { OBSERVED: 1, DECLARED: 0.9, INFERRED: 0.7 };
const SHARE = { __proto__: null, SHADOW: 0.1, STAGING: 0.1, TEST: 0.01, DEV: 0.01 };
const given = new Set(['that nothing else bears on the conclusion']);
const RULES = { PROPERTY, RELATION, RELATIONS, OBSERVATIONS, DECISION, GIVEN: (it) => given.add(it.what) && it.value };
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
const hash = (value) => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);
const rounded = (number, digits) => Math.round(number * digits) / digits;
const micros = (time) => Date.parse(time) * 1000 + Number(time.slice(23, 26));
const idOf = (key) => key && `${key.type} ${key.from} ${key.to} ${key.discriminator}`;
const sorted = (all, by) => [...all].sort((a, b) => by(a).reduce((n, x, i) => n || (x > by(b)[i]) - (x < by(b)[i]), 0));
const strongest = (some) => Object.keys(CONFIDENCE).find((each) => some.includes(each));
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
function weightiest(heads, facts) {
  const told = facts.filter(({ fact }) => fact === 'authority');
  const ranks = sorted(told, (it) => [it.at, hash(it)]);
  const rankOf = ({ source, at }) => ranks.findLast((it) => it.of === source && it.at <= at)?.rank ?? 0;
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
  const isIt = (other) => idOf(other) === idOf(key);
  const claims = facts.flatMap((fact) => {
    const { at, source, end, provenance, because } = fact;
    if (fact.fact === 'relation' && isIt(fact.key)) return [{ ...fact, order: 2, holds: true }];
    const isLater = (it) => it.because > because && isIt(it.key) && it.at === at && it.source === source;
    const isOver = fact.fact === 'supersede' && isIt(fact.key) && fact.ended && !facts.some(isLater);
    if (isOver || isIt(fact.of?.key)) return [{ at, source, order: isOver ? -1 : 3, holds: false, props: {} }];
    if (fact.fact !== 'set' || fact.type !== key.type || fact.of !== key[end]) return [];
    const member = end === 'from' ? key.to : key.from;
    const holds = key.discriminator === '' && fact.members.includes(member);
    return [{ at, source, order: Number(holds), holds, provenance, props: fact.props?.[member] ?? {} }];
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
function OBSERVATIONS({ of, metric, since }, facts, asOf) {
  const isIt = (it) => it.fact === 'observe' && it.of === of && it.metric === metric && since <= it.at && it.at <= asOf;
  return facts.filter(isIt).map(({ at, source, key, value }) => ({ at, source, key, value }));
}
function DECISION({ stream, id, names }, facts) {
  const { props, ...record } = facts.findLast((it) => it.stream === stream && it.record.id === id)?.record ?? {};
  return props ? Object.fromEntries(names.map((name) => [name, { ...props, ...record }[name] ?? null])) : null;
}
function verdictOf({ subject, conclusion, premises }) {
  const { policy, policyVersion: version, demand: id, requirement: type, parameters } = subject;
  const rule = premises.find(({ kind, stream }) => kind === 'DECISION' && stream === `policy ${policy}`)?.value;
  const says = rule?.demands.filter((each) => hash([each, rule.version]) === hash([{ id, type, parameters }, version]));
  assert(says?.length !== 0, 'the policy demands something else');
  return given.add(`that of these ${canonical(subject)} comes to ${canonical(conclusion)}`) && conclusion;
}
function riskOf({ subject: { starts, kpi }, conclusion: { path }, premises, asOf }) {
  const valueOf = (it) => premises.find((each) => Object.keys(it).every((name) => each[name] === it[name])).value;
  const held = (id) => premises.find(({ kind, relation: it }) => kind === 'RELATION' && idOf(it) === id).value;
  const served = (id) => (SHARE[held(id).props.stage] ?? 1) * (held(id).props.trafficShare ?? 1);
  const releases = (of) =>
    of.startsWith('urn:throughline:deployment:') ? valueOf({ kind: 'RELATIONS', of, type: 'RELEASED_TO' }) : [];
  const shareOf = (by) => (by[0] ? Math.max(...by.map(served)) : 1);
  let [here, confidence, stageShare] = [path[0].from, 1, shareOf(releases(path[0].from))];
  for (const { from, to, relation: id, isFallback } of path) {
    const { provenance, props } = held(id);
    assert(from === here, `the path breaks at ${here}`);
    if (!id.includes(` ${from} ${to} `)) given.add(`that ${id} leads from ${from} to ${to}`);
    const own = props.confidence === undefined ? CONFIDENCE[provenance] : rounded(props.confidence, 1e4);
    confidence *= isFallback ? own / 2 : own;
    [here, stageShare] = [to, stageShare * shareOf(id.startsWith('RELEASED_TO ') ? [id] : releases(to))];
  }
  assert(starts.includes(path[0].from) && here === kpi, 'the path does not lead from a start to the KPI');
  const last = valueOf({ kind: 'PROPERTY', of: kpi, name: 'definitions' })?.findLast((it) => it.validFrom <= asOf);
  const weight = last && (last.validTo ?? '9') > asOf ? (last.weight ?? 1) : null;
  [confidence, stageShare] = [rounded(confidence, 1e6), rounded(stageShare, 1e6)];
  return { risk: rounded((weight ?? 1) * confidence * stageShare, 1e6), weight, confidence, stageShare, path };
}
async function check(certificatePath, logPath) {
  const { hash: own, ...certificate } = JSON.parse(await readFile(certificatePath, 'utf8'));
  assert(own === hash(certificate), 'the certificate is not what its hash says');
  const { subject, conclusion, position, asOf, claims, premises } = certificate;
  const names = new Set(premises.flatMap(({ of, id, relation: key }) => [of, id, key?.from, key?.to]));
  const facts = new Map();
  let next = 1;
  for await (const line of (await open(logPath)).readLines()) {
    const { position: at, hash: told, fact } = JSON.parse(line);
    if (at > position) break;
    assert(at === next++, `the export lacks entry ${next - 1}`);
    assert(told === hash(fact), `entry ${at} is not what its hash says`);
    if (fact.fact === 'authority' || line.match(/urn:[^" ]*/g)?.some((urn) => names.has(urn))) facts.set(at, fact);
  }
  assert(next > position, `the export ends before entry ${position}`);
  for (const premise of premises) {
    const comesTo = (some) => hash(RULES[premise.kind](premise, some, micros(asOf))) === hash(premise.value);
    const said = (premise.claims ?? []).map((at) => facts.get(at) ?? {});
    const isIdle = (fact) => premise.kind !== 'RELATIONS' && comesTo(said.filter((each) => each !== fact));
    assert(comesTo([...facts.values()]), `the log says otherwise than ${canonical(premise)}`);
    assert(comesTo(said) && !said.some(isIdle), `these are not the claims that it takes: ${canonical(premise)}`);
  }
  const used = [...new Set(premises.flatMap((each) => each.claims ?? []))].sort((a, b) => a - b);
  const found = used.map((at) => [at, facts.get(at).source, facts.get(at).at, hash(facts.get(at))]);
  const told = claims.map((each) => [each.position, each.source, micros(each.at), each.hash]);
  assert(hash(told) === hash(found), 'the export has other claims at these positions');
  const concluded = { __proto__: null, KPI_AT_RISK: riskOf, VERDICT: verdictOf }[subject.type](certificate);
  assert(canonical(concluded) === canonical(conclusion), `the conclusion is another: ${canonical(concluded)}`);
  process.exitCode = 0;
  return `verified: ${premises.length} premises by ${claims.length} claims. Taken as given: ${[...given].join('; ')}.`;
}
process.exitCode = 1;
console.log(await check(...process.argv.slice(2)).catch(({ message }) => `refused: ${message}`));
