import type { Kept } from "./pruning-kind.js";

/** Where the kept entries stand in a row-major matrix of n columns. */
export function places({ rows, columns }: Kept, n: number): Uint32Array {
  return Uint32Array.from(
    { length: rows.length * columns.length },
    (_, i) => rows[Math.floor(i / columns.length)]! * n + columns[i % columns.length]!,
  );
}

/** The values at some places. */
export function pick(values: Float32Array, indices: Uint32Array): Float32Array {
  return Float32Array.from(indices, (index) => values[index]!);
}
