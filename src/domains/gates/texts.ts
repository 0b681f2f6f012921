import { badInput } from '../../kernel/errors.ts';
import { keyProblem, nameProblem } from '../../kernel/urn.ts';

/** @throws BAD_USER_INPUT naming the place, for a name that is empty or can not be kept */
export function nameAt(path: string, text: string): string {
  const problem = text.trim() === '' ? 'is empty' : nameProblem(text);
  if (problem !== null) throw badInput(path, `${path}: it ${problem}`);
  return text;
}

/** As `nameAt`, for what may be left out. */
export function textAt(path: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const problem = keyProblem(text);
  if (problem !== null) throw badInput(path, `${path}: it ${problem}`);
  return text;
}
