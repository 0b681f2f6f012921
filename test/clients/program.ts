import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Follow } from './follow.ts';

/**
 * A client that is a program: it takes where to subscribe, and variables as JSON, and prints each item as a line.
 * @param log takes the lines of its other output
 */
export function followBy(command: string, args: readonly string[], log: (line: string) => void = () => {}): Follow {
  return ({ url }, _query, variables, told) => {
    const child = spawn(command, [...args, url as string, JSON.stringify(variables)]);
    createInterface(child.stdout).on('line', (line) => told(JSON.parse(line)));
    const said: string[] = [];
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      log(line);
    });
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => {
        told(said.join('\n'));
        resolve();
      });
    });
    return {
      async [Symbol.asyncDispose]() {
        child.kill();
        await ended;
      },
    };
  };
}
