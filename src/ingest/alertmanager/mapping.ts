import { badInput } from '../../kernel/errors.ts';
import { isJsonObject, type Json } from '../../kernel/json.ts';
import type { Ontology } from '../../kernel/ontology.ts';
import { expected } from '../../kernel/parse-props.ts';
import { formatUrn, parseUrn, urnProblem, type Urn } from '../../kernel/urn.ts';
import { refusable } from '../../kernel/parse-fact.ts';

/** How labels name what an alert is about: by a URN, or by the names that make one. */
export type LabelRule =
  { readonly urn: string } | { readonly kind: string; readonly namespace: string; readonly name: string };

/** Where a rule names a label. */
const LABEL = /\{([^{}]+)\}/g;

/** A label's name in braces stands for its value: a rule applies where all that it names are there. */
export const DEFAULT_RULES: readonly LabelRule[] = [
  { urn: '{urn}' },
  { kind: 'FIELD', namespace: '{namespace}', name: '{dataset}#{column}' },
  { kind: 'DATASET', namespace: '{namespace}', name: '{dataset}' },
  { kind: 'DEPLOYMENT', namespace: '{namespace}', name: '{deployment}' },
  { kind: 'MODEL_VERSION', namespace: '{namespace}', name: '{model}@{version}' },
  { kind: 'CONFIG_VERSION', namespace: '{namespace}', name: '{configuration}@{version}' },
  { kind: 'MODEL', namespace: '{namespace}', name: '{model}' },
  { kind: 'FEATURE_VIEW', namespace: '{namespace}', name: '{feature_view}' },
  { kind: 'JOB', namespace: '{namespace}', name: '{job_name}' },
  { kind: 'BUSINESS_KPI', namespace: '{namespace}', name: '{kpi}' },
];

/** Rules as an operator writes them, in JSON. @throws BAD_USER_INPUT naming the place that is wrong */
export function parseRules(value: Json, ontology: Ontology): LabelRule[] {
  if (!Array.isArray(value)) throw badInput('', expected('a list of rules', value));
  return value.map((each: Json, index) => {
    const place = `[${index}]`;
    if (!isJsonObject(each)) throw badInput(place, `${place}: ${expected('an object', each)}`);
    const text = (key: string): string => {
      const given = each[key];
      if (typeof given === 'string' && given !== '') return given;
      throw badInput(`${place}.${key}`, `${place}.${key}: ${expected('a text', given)}`);
    };
    const stranger = Object.keys(each).find((key) => !['urn', 'kind', 'namespace', 'name'].includes(key));
    if (stranger !== undefined)
      throw badInput(place, `${place}: expected urn, or kind, namespace and name; came ${stranger}`);
    if (each['urn'] !== undefined) return { urn: text('urn') };
    const kind = text('kind');
    if (ontology.kinds.has(kind)) return { kind, namespace: text('namespace'), name: text('name') };
    const kinds = [...ontology.kinds.keys()].join(', ');
    throw badInput(`${place}.kind`, `${place}.kind: ${expected(`one of ${kinds}`, kind)}`);
  });
}

/** What an alert with these labels may be about, by the rules in their order. Whether there is such a thing the graph knows. */
export function candidatesFor(labels: Readonly<Record<string, string>>, rules: readonly LabelRule[]): Urn[] {
  const candidates = rules.flatMap((rule) => {
    const urn = 'urn' in rule ? urnIn(filled(rule.urn, labels)) : namedBy(rule, labels);
    return urn === null ? [] : [urn];
  });
  return [...new Set(candidates)];
}

/** Labels that the rules look at. */
export function labelsNamedBy(rules: readonly LabelRule[]): string[] {
  const templates = rules.flatMap((rule): string[] => Object.values(rule));
  return templates.flatMap((template) => [...template.matchAll(LABEL)].map(([, label = '']) => label));
}

function urnIn(text: string | null): Urn | null {
  const urn = text === null ? null : refusable(() => parseUrn(text, ''));
  return typeof urn === 'string' ? urn : null;
}

function namedBy(
  rule: { readonly kind: string; readonly namespace: string; readonly name: string },
  labels: Readonly<Record<string, string>>,
): Urn | null {
  const [namespace, name] = [filled(rule.namespace, labels), filled(rule.name, labels)];
  if (namespace === null || name === null) return null;
  const urn = formatUrn(rule.kind, namespace, name);
  return urnProblem(urn) === null ? urn : null;
}

/** Null where a label is not there, or empty. */
function filled(template: string, labels: Readonly<Record<string, string>>): string | null {
  let isWhole = true;
  const text = template.replaceAll(LABEL, (_, label: string) => {
    const value = Object.hasOwn(labels, label) ? labels[label] : '';
    isWhole &&= value !== undefined && value !== '';
    return value ?? '';
  });
  return isWhole ? text : null;
}
