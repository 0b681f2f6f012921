import type { Attributes, KindDeclaration } from '../../kernel/ontology.ts';

/** Declares a kind of entity: all that is known of it follows from this one value. */
export function defineKind<const A extends Attributes>(declaration: KindDeclaration<A>): KindDeclaration<A> {
  return declaration;
}
