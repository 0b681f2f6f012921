import { getOperationAST, Kind, parse } from 'graphql';
import { ofAnyLog } from '../kit/of-any-log.ts';
import type { Answer } from '../kit/server.ts';

const TIME = /^\d{4}-\d\d-\d\dT/;

/**
 * An answer as far as two must be alike: data to the letter, with the order of its fields; of each error its code and its path.
 * Left out is what two answers of one server differ in too: position, cost, and the moment they were given at, in cursors as
 * well. Left out, too, are the places in lists, which Hive Gateway loses of errors (gateway-faults.test.ts), and which the nulls
 * in the data show; and which of several errors took all the data along, as that is the first of them.
 * @param began no time of the demo company is later
 */
export function comparable(query: string, answer: Answer, began: Date): unknown {
  const { data, errors = [] } = answer;
  return {
    data: JSON.stringify(data, (_name, value: unknown) => timeless(value, began)),
    errors: data === null && !hasOneRoot(query) ? errors.length > 0 : errorsOf(answer),
  };
}

function hasOneRoot(query: string): boolean {
  const [first, second] = getOperationAST(parse(query))?.selectionSet.selections ?? [];
  return first?.kind === Kind.FIELD && second === undefined;
}

/** `CODE path.of.fields`, in the order of the alphabet. */
export function errorsOf({ errors = [] }: Answer): string[] {
  return errors.map(({ path, extensions }) => `${String(extensions['code'])} ${fieldsIn(path).join('.')}`).sort();
}

function fieldsIn(path: readonly (string | number)[] = []): string[] {
  return path.filter((each) => typeof each === 'string');
}

function timeless(value: unknown, began: Date): unknown {
  if (typeof value !== 'string') return value;
  if (TIME.test(value)) return value > began.toISOString() ? 'now' : value;
  const isLater = (micros: string): boolean => Number(micros) > began.getTime() * 1000;
  return cursorIn(value)?.replaceAll(/\d{16}/g, (each) => (isLater(each) ? 'now' : each)) ?? ofAnyLog(value);
}

function cursorIn(text: string): string | null {
  const read = Buffer.from(text, 'base64url').toString('utf8');
  return read.startsWith('["c",') ? read : null;
}
