import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A fenced code block of a page. */
export interface Block {
  readonly page: string;
  /** Where its fence stands, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The block that follows with nothing but blank lines between. */
  readonly behind: Block | null;
  /** Of the block that it follows so. */
  readonly ahead: { readonly language: string } | null;
}

/** The README and everything below docs/, by path from the root. */
export function pages(): string[] {
  const docs = readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...docs.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`)].sort();
}

export function readPage(page: string): string {
  return readFileSync(new URL(page, ROOT), 'utf8');
}

/** @throws Error for a fence that is left open */
export function blocksOf(page: string, text = readPage(page)): Block[] {
  const found = [...text.matchAll(/^ *(```+|~~~+)(.*)\n([\s\S]*?)^ *\1 *$/gm)];
  const fences = text.match(/^ *(```|~~~)/gm) ?? [];
  if (fences.length !== 2 * found.length) throw new Error(`${page}: a fence is left open, or one stands in another.`);
  const joined = found.map((match, index) => {
    const before = found[index - 1];
    return before !== undefined && text.slice(before.index + before[0].length, match.index).trim() === '';
  });
  let behind: Block | null = null;
  return found
    .map((match, index) => {
      const [, , language = '', code = ''] = match;
      return { match, index, language: language.trim(), code };
    })
    .reverse()
    .map(({ match, index, language, code }): Block => {
      const ahead = joined[index] ? { language: (found[index - 1]?.[2] ?? '').trim() } : null;
      const line = text.slice(0, match.index).split('\n').length;
      const block: Block = { page, line, language, text: code, behind: joined[index + 1] ? behind : null, ahead };
      behind = block;
      return block;
    })
    .reverse();
}
