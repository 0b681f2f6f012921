/** A column of a table, one number a row. */
export type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;

/** The column, or where it is shorter than `length` a copy with a quarter more room, zeros behind. */
export function grown<C extends Column>(column: C, length: number): C {
  if (length <= column.length) return column;
  const copy = new (column.constructor as new (length: number) => C)(Math.max(length, Math.ceil(column.length * 1.25)));
  copy.set(column);
  return copy;
}
