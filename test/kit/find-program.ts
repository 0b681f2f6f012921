import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where on the PATH a program is that has one of these names; null where there is none. */
export function findProgram(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find((place) => existsSync(place)) ?? null;
}
