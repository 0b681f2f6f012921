import { runInNewContext } from 'node:vm';
import { evaluate } from './environment.ts';

/** What takes longer is cut off: others wait behind it. */
const MOST_MS = 1_000;

export interface Asked {
  readonly expression: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What it comes to, or why it comes to nothing. */
export type Came = boolean | { readonly problem: string };

process.on('message', ({ expression, variables }: Asked) => process.send?.(come(expression, variables)));

function come(expression: string, variables: Asked['variables']): Came {
  try {
    // Of what runs in a context of its own Node lets us say how long it may take.
    return runInNewContext('evaluate()', { evaluate: () => evaluate(expression, variables) }, { timeout: MOST_MS });
  } catch (error) {
    const { code, summary, message } = error as { code?: string; summary?: string; message: string };
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { problem: `it takes longer than ${MOST_MS / 1_000} s` };
    return { problem: summary ?? message };
  }
}
