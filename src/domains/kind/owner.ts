import { Extensions } from 'type-graphql';

/** Records which domain owns a field: subgraphs are cut by it. */
export function owned(domain: string): PropertyDecorator & MethodDecorator {
  return Extensions({ owner: domain }) as PropertyDecorator & MethodDecorator;
}
