import { badInput, shown } from '../kernel/errors.ts';

/** The parameters of a query string by name; one that is given several times has a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** @throws BAD_USER_INPUT naming a parameter that is none of these: a filter that is misspelled must not be left out */
export function checkNames(query: Query, known: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) {
      throw badInput(name, `expected the parameters ${known.join(', ')}; came ${shown(name)}`);
    }
  }
}

/** @throws BAD_USER_INPUT naming a parameter that is given several times */
export function textOf(query: Query, name: string): string | null {
  const texts = textsOf(query, name);
  if (texts !== null && texts.length > 1) throw badInput(name, `${name}: expected one; came ${texts.length}`);
  return texts?.[0] ?? null;
}

export function textsOf(query: Query, name: string): readonly string[] | null {
  const value = query[name];
  return typeof value === 'string' ? [value] : (value ?? null);
}

/** @throws BAD_USER_INPUT naming the parameter */
export function wholeOf(query: Query, name: string): number | null {
  const text = textOf(query, name);
  if (text === null) return null;
  if (!/^-?\d{1,9}$/.test(text)) throw badInput(name, `${name}: expected a whole number; came ${shown(text)}`);
  return Number(text);
}

/** @throws BAD_USER_INPUT naming the parameter */
export function choiceOf<Choice extends string>(query: Query, name: string, choices: readonly Choice[]): Choice | null {
  const text = textOf(query, name);
  return text === null ? null : oneOf(text, name, choices);
}

/** @throws BAD_USER_INPUT naming the place in the list */
export function choicesOf(query: Query, name: string, choices: readonly string[]): readonly string[] | null {
  return textsOf(query, name)?.map((text, index) => oneOf(text, `${name}[${index}]`, choices)) ?? null;
}

/** @throws BAD_USER_INPUT naming the parameter */
export function required<Value>(value: Value | null, name: string): Value {
  if (value === null) throw badInput(name, `${name}: expected it; it is missing`);
  return value;
}

function oneOf<Choice extends string>(text: string, place: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw badInput(place, `${place}: expected one of ${choices.join(', ')}; came ${shown(text)}`);
  return found;
}
