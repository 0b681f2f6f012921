import { shown } from '../../kernel/errors.ts';
import { jsonProblem, type Json, type JsonObject } from '../../kernel/json.ts';

/** How much an alert may hold, whoever raises it: characters, but for how many labels; docs/limits.md names it. */
export const MOST_OF_ALERT = { title: 2_000, description: 10_000, labels: 100, label: 2_000 } as const;

/** What ends a line, or is not shown in one. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/** Why a text can not be a title; null where it can. */
export function titleProblem(text: string): string | null {
  if (text.trim() === '') return 'is empty';
  const problem = textProblem(text, MOST_OF_ALERT.title);
  return problem ?? (text.search(CONTROLS) === -1 ? null : 'has a control character in it, where one line is expected');
}

/** Why a text of an alert can not be kept as it is; null where it can. */
export function textProblem(text: string, most: number): string | null {
  if (text.length > most) return `has ${text.length} characters, where ${most} are the most`;
  if (text.includes('\u0000')) return 'has a NUL in it';
  return text.isWellFormed() ? null : 'has a lone surrogate in it';
}

/** Why labels can not be kept as they are; null where they can. */
export function labelsProblem(labels: JsonObject): string | null {
  const members = Object.entries(labels);
  const { labels: most, label: longest } = MOST_OF_ALERT;
  // Counted first: to look at all of too many would take long.
  if (members.length > most) return `has ${members.length} labels, where ${most} are the most`;
  const problem = jsonProblem(labels);
  if (problem !== null) return problem;
  for (const [name, value] of members) {
    const whole = typeof value === 'string' ? value : JSON.stringify(value);
    const lengths = [name, whole].map((text) => textProblem(text, longest));
    const wrong = [...lengths, ...textsIn(value).map((text) => textProblem(text, longest))].find(Boolean);
    if (wrong) return `has the label ${shown(name)}, which ${wrong}`;
  }
  return null;
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

/** The same in one line, for where it can not be refused. */
export function inOneLine(text: string): string {
  return text.replaceAll(CONTROLS, ' ');
}

/** The same without what a store can not keep, for where it can not be refused. */
export function keepable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
