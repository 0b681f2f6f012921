import { expect } from 'vitest';
import type { TestServer } from '../kit/server.ts';
import type { Block } from './blocks.ts';
import { requestOf } from './export-command.ts';

/** Sends what a page's curl would send for an event stream, and compares the first event with the block behind it. */
export async function streamedAsShown({ page, line, text, behind }: Block, server: TestServer): Promise<void> {
  if (behind === null) throw new Error(`${page}:${line}: expected its first event right behind.`);
  const { path, headers } = requestOf(text);
  const response = await fetch(server.url + path, { headers });
  let told = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    told += chunk;
    if (/^event: .*\n.*\n\n/m.test(told)) break;
  }
  const first = told.slice(told.indexOf('event:')).split('\n\n')[0];
  expect(first?.replace(/"position":"[^"]+"/, '"position":"…"')).toBe(behind.text.trimEnd());
}
