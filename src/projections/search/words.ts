/** Words as the index keeps them: lower case, split at signs and where a capital begins a new word. */
export function wordsOf(text: string): string[] {
  return text
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The words that somebody searches for; a search of hundreds of words is a pasted text, not a search. */
export function termsOf(text: string): string[] {
  return wordsOf(text).slice(0, 16);
}

/** Everything that has all the terms, each as a word or as the beginning of one. */
export function strictMatch(terms: readonly string[]): string {
  return terms.map((term) => `"${term}"*`).join(' AND ');
}

/** The terms in pieces of three letters, each once; none where they are too short to have any. */
export function piecesOf(terms: readonly string[]): string[] {
  const pieces = terms.flatMap((term) => {
    const letters = [...term];
    return letters.slice(2).map((_, index) => letters.slice(index, index + 3).join(''));
  });
  return [...new Set(pieces)];
}

/** Names that have any of the pieces. */
export function looseMatch(pieces: readonly string[]): string {
  return pieces.map((piece) => `"${piece}"`).join(' OR ');
}
