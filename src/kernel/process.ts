import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Starts the module `worker` that stands beside the one at `beside`, in a process of its own: for work that may take all
 * memory that there is. A thread that does takes the whole process along. It answers by messages, ends with this process,
 * and knows nothing of its environment.
 * @param megabytes how large its heap may grow before it ends
 */
export function startProcess(beside: string, megabytes: number): ChildProcess {
  const isSource = beside.endsWith('.ts');
  const module = fileURLToPath(new URL(isSource ? './worker.ts' : './worker.js', beside));
  return fork(module, {
    // From source it needs the loader that lets this process run TypeScript.
    execArgv: [`--max-old-space-size=${megabytes}`, ...(isSource ? ['--import', loader()] : [])],
    serialization: 'advanced',
    env: {},
    stdio: 'ignore',
  });
}

function loader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
