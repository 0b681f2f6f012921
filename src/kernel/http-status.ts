import type { ErrorCode } from './errors.ts';

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 413,
  INTERNAL_SERVER_ERROR: 500,
  UNAVAILABLE: 503,
  POSITION_TIMEOUT: 504,
};

/** The status with which the HTTP routes answer an error: what has none of its own is the caller's to mend, 400. */
export function httpStatus(code: ErrorCode): number {
  return STATUS[code] ?? 400;
}
