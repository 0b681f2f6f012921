import type { ChangeLog, GraphStore, Store } from './ports.ts';

/** The store, with word of each read and write by its name: each is one for all ids at once. */
export function countedStore(store: Store, called: (name: string) => void): Store {
  const counted = <Port extends GraphStore | ChangeLog>(port: Port): Port => {
    const members = Object.entries(port).map(([name, member]: [string, unknown]) => {
      if (typeof member !== 'function') return [name, member];
      return [
        name,
        (...args: unknown[]) => {
          called(name);
          return Reflect.apply(member, port, args) as unknown;
        },
      ];
    });
    return Object.fromEntries(members) as Port;
  };
  return { ...store, graph: counted(store.graph), log: counted(store.log) };
}
