import { formatFeedPosition, parsePosition } from '../../src/kernel/cursor.ts';

/** A position without the name of its log, as two servers with the same requests have it; all else as it is. */
export function ofAnyLog(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('Wy')) return value;
  try {
    return formatFeedPosition(parsePosition(value, 'value'));
  } catch {
    return value;
  }
}
