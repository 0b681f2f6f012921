import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What the command line asks of a file that is made from the code: `print` writes it; `check` fails where it is another.
 * @param path from the top of the project
 * @param command that prints it
 */
export function printOrCheck(path: string, text: string, command: string): void {
  const file = ours(path);
  if (process.argv[2] !== 'check') {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is not what the code says: ${command}`);
    process.exitCode = 1;
  }
}

/** A file of the project by its path from the top. */
export function ours(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
