import type { Json } from '../../kernel/json.ts';
import type { Column } from './grown.ts';

/**
 * What one table of the topology consists of, as it is kept on disk: its columns as they lie in memory, and the little that
 * is no column. Whoever restores a table takes the columns over.
 */
export interface Kept {
  readonly values: Json;
  readonly columns: readonly Column[];
}
