import type { SavedOperation } from '../../operations.ts';

export interface OperationGroup {
  readonly name: string;
  readonly operations: readonly SavedOperation[];
}

/**
 * Those that have each of the words in what is told of them, by group; groups in the order of their first operation, and
 * what has the text as it is in its title before all others.
 */
export function findOperations(operations: readonly SavedOperation[], text: string): OperationGroup[] {
  const asked = text.trim().toLowerCase();
  const words = asked.split(/\s+/).filter(Boolean);
  const found = operations.filter(({ group, title, question, name }) => {
    const told = [group, title, question, name].join(' ').toLowerCase();
    return words.every((word) => told.includes(word));
  });
  const isCalledSo = ({ title }: SavedOperation) => Number(title.toLowerCase().includes(asked));
  const groups = new Map<string, SavedOperation[]>();
  for (const operation of found.toSorted((a, b) => isCalledSo(b) - isCalledSo(a))) {
    groups.set(operation.group, [...(groups.get(operation.group) ?? []), operation]);
  }
  return [...groups].map(([name, members]) => ({ name, operations: members }));
}
