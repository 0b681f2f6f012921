import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { stackOf, ThroughlineError, type ErrorCode } from './errors.ts';

/** Methods that run in a worker thread, called by promise from the main one. */
export type Methods = Record<string, (...args: never[]) => unknown>;

export type Remote<M extends Methods> = {
  readonly [Name in keyof M]: (...args: Parameters<M[Name]>) => Promise<Awaited<ReturnType<M[Name]>>>;
};

interface Request {
  readonly call: number;
  readonly method: string;
  readonly args: never[];
}

type Reply =
  | { readonly call: number; readonly value: unknown }
  | {
      readonly call: number;
      readonly error: { message: string; code: ErrorCode | null; argument: string | undefined };
    };

/** Asks a thread to end by itself, behind what it was asked before. */
const END = 'end';
/** After so many milliseconds it is ended from outside. */
const PATIENCE_MS = 5_000;

/** In the worker: answers calls until the thread is ended. `data` is what `startWorker` was given. */
export function serve<Data, M extends Methods>(make: (data: Data) => M): void {
  if (isMainThread || parentPort === null) throw new Error('serve() runs in a worker thread.');
  const port = parentPort;
  const methods = make(workerData as Data);
  const answer = async ({ call, method, args }: Request): Promise<Reply> => {
    try {
      return { call, value: await methods[method]?.(...args) };
    } catch (error) {
      const { code, argument } = error instanceof ThroughlineError ? error : { code: null, argument: undefined };
      return { call, error: { message: code === null ? stackOf(error) : (error as Error).message, code, argument } };
    }
  };
  port.on('message', (message: Request | typeof END) => {
    if (message === END) return port.close();
    void answer(message).then((reply) => port.postMessage(reply));
  });
  port.postMessage('ready');
}

export interface Started<M extends Methods> extends AsyncDisposable {
  readonly remote: Remote<M>;
}

/**
 * Starts the module `worker` that stands beside the one at `beside`, in a thread of its own. Ends with the process, or
 * when it is disposed; open calls fail then.
 */
export async function startWorker<M extends Methods>(beside: string, data: unknown): Promise<Started<M>> {
  const worker = new Worker(bootstrap(new URL(beside.endsWith('.ts') ? './worker.ts' : './worker.js', beside)), {
    workerData: data,
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let ended: Error | null = null;
  const fail = (error: Error) => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void exited.then(() => fail(new ThroughlineError('UNAVAILABLE', 'it is closed')));
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  worker.on('error', fail);
  worker.on('message', (reply: Reply) => {
    const call = waiting.get(reply.call);
    waiting.delete(reply.call);
    if ('value' in reply) call?.resolve(reply.value);
    else call?.reject(revive(reply.error));
  });
  const invoke = (method: string, args: never[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended !== null) return reject(ended);
      calls += 1;
      waiting.set(calls, { resolve, reject });
      worker.postMessage({ call: calls, method, args } satisfies Request);
    });
  const remote = new Proxy({} as Remote<M>, {
    get: (_, method) =>
      typeof method === 'string' && method !== 'then' ? (...args: never[]) => invoke(method, args) : undefined,
  });
  return {
    remote,
    async [Symbol.asyncDispose]() {
      // To be ended from outside in the middle of a call into a native library takes the whole process along.
      worker.postMessage(END);
      const late = setTimeout(() => void worker.terminate(), PATIENCE_MS);
      await exited;
      clearTimeout(late);
    },
  };
}

function revive(error: { message: string; code: ErrorCode | null; argument: string | undefined }): Error {
  if (error.code === null) return new Error(error.message);
  return new ThroughlineError(
    error.code,
    error.message,
    error.argument === undefined ? {} : { argument: error.argument },
  );
}

/** A worker knows nothing of the loader that lets the main thread run TypeScript, so from source it starts one itself. */
function bootstrap(module: URL): URL {
  if (!module.pathname.endsWith('.ts')) return module;
  const loader = new URL('./index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api'))).href;
  return new URL(
    `data:text/javascript,import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(module.href)});`,
  );
}
