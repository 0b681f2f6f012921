import { isJsonObject, type Json, type JsonObject } from '../../../kernel/json.ts';
import { urnParts } from '../../../kernel/urn.ts';
import type { Finding, WatchRule } from './finding.ts';

/** An assertion about a dataset did not hold, until it holds again. */
export const failedAssertions: WatchRule = {
  name: 'failed-assertions',
  metric: 'assertions',
  findings({ of: about, value, at }) {
    const found = new Map<string, Finding>();
    for (const assertion of Array.isArray(value) ? (value as readonly Json[]).filter(isAssertion) : []) {
      const [name, column] = [text(assertion, 'name') ?? assertion.assertion, text(assertion, 'column')];
      const key = [about, name, column ?? ''].join(' ');
      // Of several under one name one that does not hold is enough.
      if (found.get(key)?.wrong) continue;
      const wrong = assertion.success ? null : wrongBy(assertion, name, column, urnParts(about).name);
      found.set(key, { key, about, at, wrong });
    }
    return [...found.values()];
  },
};

type Assertion = JsonObject & { readonly assertion: string; readonly success: boolean };

function isAssertion(value: Json): value is Assertion {
  return isJsonObject(value) && typeof value['assertion'] === 'string' && typeof value['success'] === 'boolean';
}

function wrongBy(assertion: Assertion, name: string, column: string | null, dataset: string): Finding['wrong'] {
  const [wanted, came] = [text(assertion, 'expected'), text(assertion, 'actual')];
  const measured = wanted === null || came === null ? null : `Expected ${wanted}; came ${came}.`;
  const { success: _, ...details } = assertion;
  return {
    title: `${name} does not hold for ${column === null ? '' : `${column} of `}${dataset}`,
    description: [text(assertion, 'description'), measured].filter((part) => part !== null).join('\n') || null,
    harmless: text(assertion, 'severity') === 'warn' ? 'The assertion is of severity warn.' : null,
    labels: { assertion: assertion.assertion, ...(column === null ? {} : { column }) },
    details,
  };
}

function text(object: JsonObject, member: string): string | null {
  const value = object[member];
  return typeof value === 'string' && value !== '' ? value : null;
}
