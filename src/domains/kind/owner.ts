import { Extensions } from 'type-graphql';

/** The domain that owns what follows from the URN alone. Every other tells that of an entity, too. */
export const ENTITIES = 'entities';

/** Records which domain owns a field: subgraphs are cut by it. */
export function owned(domain: string): PropertyDecorator & MethodDecorator {
  return Extensions({ owner: domain }) as PropertyDecorator & MethodDecorator;
}

/** Records what a field costs beside what it holds: one that has the graph walked costs more than one that reads. */
export function priced(cost: number): PropertyDecorator & MethodDecorator {
  return Extensions({ cost }) as PropertyDecorator & MethodDecorator;
}
