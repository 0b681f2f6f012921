import { expect } from 'vitest';
import type { Json } from '../../src/kernel/json.ts';
import type { TestServer } from '../kit/server.ts';
import type { Block } from './blocks.ts';

/** What stands on a page for what is different each time. */
const ANY = '…';

/** Sends what a page's curl would send, and compares what comes with the block behind it. */
export async function exportedAsShown({ page, line, text, behind }: Block, server: TestServer): Promise<void> {
  if (behind === null) throw new Error(`${page}:${line}: expected its answer right behind.`);
  const { method, path, headers, posted } = requestOf(text);
  const response = await fetch(server.url + path, { method, headers, ...(posted === '' ? {} : { body: posted }) });
  const body = await response.text();
  switch (behind.language) {
    case 'csv':
      expect(body.replaceAll('\r\n', '\n')).toBe(behind.text);
      return;
    case 'json':
      expect(JSON.parse(body)).toEqual(withAny(JSON.parse(behind.text) as Json));
      return;
    case 'markdown':
      expect(body).toMatch(textLike(behind.text));
      return;
    case 'http': {
      const [, ...headers] = behind.text.trimEnd().split('\n');
      expect(`HTTP/1.1 ${response.status} ${response.statusText}`).toBe(behind.text.split('\n')[0]);
      for (const header of headers) {
        const [name = '', value] = header.split(': ');
        expect(`${name}: ${response.headers.get(name)}`).toBe(`${name}: ${value}`);
      }
      return;
    }
    default:
      throw new Error(`${page}:${line}: no test knows how to compare an answer in ${behind.language}.`);
  }
}

/** @throws Error for an option that it does not know: what is not sent would not be tested */
export function requestOf(command: string) {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|([^\s']+)/g)].map(
    (word) => word[1] ?? word[2]!,
  );
  const parameters = new URLSearchParams();
  const headers: Record<string, string> = {};
  let [method, path, posted] = ['GET', '', ''];
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    if (word === '-I') method = 'HEAD';
    else if (word === '--json') {
      [method, posted] = ['POST', words[++at]!];
      headers['content-type'] = 'application/json';
    } else if (word === '-H') {
      const [name = '', value = ''] = words[++at]!.split(': ');
      headers[name] = value;
    } else if (word === '-d' || word === '--data-urlencode') {
      const [name = '', ...value] = words[++at]!.split('=');
      parameters.append(name, value.join('='));
    } else if (word.startsWith('http://127.0.0.1:4000')) path = word.slice('http://127.0.0.1:4000'.length);
    else if (!['-G', '-N'].includes(word)) throw new Error(`no test knows ${word} of ${command}`);
  }
  return { method, path: parameters.size === 0 ? path : `${path}?${parameters.toString()}`, headers, posted };
}

function textLike(text: string): RegExp {
  const parts = text.split(`\`${ANY}\``).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('`[^`\\n]+`')}$`);
}

function withAny(value: Json): unknown {
  if (value === ANY) return expect.any(String);
  if (Array.isArray(value)) return value.map(withAny);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withAny(member)]));
}
