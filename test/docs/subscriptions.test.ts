import { readFileSync } from 'node:fs';
import { CloseCode } from 'graphql-ws';
import { expect, test } from 'vitest';
import { CLOSE } from '../../src/server/feeds/socket.ts';

const page = readFileSync(new URL('../../docs/subscriptions.md', import.meta.url), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| (\d{4}) \| (.*?) \|/gm)].map(([, code, reason = '']) => [Number(code), reason]),
);

/** What clients close with themselves, and a refusal of clients that we do not know as yet. */
const NOT_OURS = [
  ...[CloseCode.InternalClientError, CloseCode.BadResponse, CloseCode.ConnectionAcknowledgementTimeout],
  CloseCode.Forbidden,
];

test('docs/subscriptions.md lists every code of our own and of the protocol, and no other', () => {
  for (const [code, reason] of Object.values(CLOSE)) expect(rows.get(code)).toBe(reason);
  const ofProtocol = Object.values(CloseCode).filter((code): code is CloseCode => typeof code === 'number');
  const used = ofProtocol.filter((code) => !NOT_OURS.includes(code));
  const ours = Object.values(CLOSE).map(([code]) => code);
  expect(new Set(rows.keys())).toEqual(new Set([1001, 1006, 1009, ...used, ...ours]));
});

test('but for too many subscriptions our codes are none of the protocol, of which clients take most for final', () => {
  for (const [code] of [CLOSE.connections, CLOSE.slow]) expect(Object.values(CloseCode)).not.toContain(code);
});
