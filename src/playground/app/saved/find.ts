/** As the server tells of it: see SavedOperation in ../../operations.ts. */
export interface SavedOperation {
  readonly name: string;
  readonly group: string;
  readonly title: string;
  readonly question: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OperationGroup {
  readonly name: string;
  readonly operations: readonly SavedOperation[];
}

/** Those that have each of the words in what is told of them, by group; groups in the order of their first operation. */
export function findOperations(operations: readonly SavedOperation[], text: string): OperationGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, SavedOperation[]>(operations.map(({ group }) => [group, []]));
  for (const operation of operations) {
    const { group, title, question, name } = operation;
    const told = [group, title, question, name].join(' ').toLowerCase();
    if (words.every((word) => told.includes(word))) groups.get(group)?.push(operation);
  }
  return [...groups].flatMap(([name, found]) => (found.length === 0 ? [] : [{ name, operations: found }]));
}
