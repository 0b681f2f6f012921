import { serve } from '../../../kernel/worker.ts';
import { evaluate } from './environment.ts';

export interface CelMethods extends Record<string, (...args: never[]) => unknown> {
  /** What it comes to, or why it comes to nothing. */
  evaluate(expression: string, variables: Readonly<Record<string, unknown>>): boolean | { readonly problem: string };
}

serve<null, CelMethods>(() => ({
  evaluate(expression, variables) {
    try {
      return evaluate(expression, variables);
    } catch (error) {
      const { summary, message } = error as { readonly summary?: string; readonly message: string };
      return { problem: summary ?? message };
    }
  },
}));
