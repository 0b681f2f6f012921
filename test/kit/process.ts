import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface StartedProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;
  /** What it wrote so far, to whichever of its two outputs. */
  output(): string;
  /** What the expression's first group matches in the output, once it does. @throws Error where the process ends before */
  said(expression: RegExp): Promise<string>;
}

type Environment = Readonly<Record<string, string>>;

/** Runs a module of this project from source, with nothing of this process's environment but PATH and HOME. */
export function startModule(path: string, env: Environment, cwd?: string): StartedProcess {
  const tsx = { TSX_TSCONFIG_PATH: ours('tsconfig.json') };
  return startProgram(process.execPath, ['--import', import.meta.resolve('tsx'), ours(path)], { ...tsx, ...env }, cwd);
}

/** Runs a module as it was built, which is what users start. */
export function startBuilt(path: string, env: Environment, args: readonly string[] = []): StartedProcess {
  return startProgram(process.execPath, [ours(path), ...args], env);
}

function ours(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

export function startProgram(
  program: string,
  args: readonly string[],
  env: Environment = {},
  cwd?: string,
): StartedProcess {
  const { PATH, HOME, JAVA_HOME, XDG_CACHE_HOME } = process.env;
  const child = spawn(program, args, { env: { PATH, HOME, JAVA_HOME, XDG_CACHE_HOME, ...env }, cwd });
  let output = '';
  // As text, for a letter of several bytes can come in two pieces.
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    exit,
    output: () => output,
    async said(expression) {
      for (;;) {
        const found = expression.exec(output)?.[1];
        if (found !== undefined) return found;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(output);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
