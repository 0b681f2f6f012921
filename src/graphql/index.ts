export { buildGraph } from './build.ts';
export { createContext } from './context.ts';
export { formatError } from './format-error.ts';
export { checkLimits, MOST_TOKENS } from './limits.ts';
