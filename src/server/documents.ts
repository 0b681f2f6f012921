import { parse, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MOST_TOKENS, VALIDATION_RULES } from '../graphql/index.ts';

/** Of documents with so many characters together it is kept what they are; parsed they are a hundred times as large. */
const MOST_CHARACTERS = 200_000;

/** What follows from the text of a document alone. */
export interface Known {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/**
 * Parses and validates a text once, so that a thousand who ask the same hold one document.
 * @throws GraphQLError where it does not parse, RangeError where it nests too deep for that
 */
export function createDocuments(schema: GraphQLSchema): (text: string) => Known {
  const documents = new LRUCache<string, Known>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_known, text) => text.length + 1,
  });
  return (text) => {
    const known = documents.get(text);
    if (known !== undefined) return known;
    const document = parse(text, { maxTokens: MOST_TOKENS });
    const made = { document, errors: validate(schema, document, VALIDATION_RULES) };
    documents.set(text, made);
    return made;
  };
}
