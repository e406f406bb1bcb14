import { type MatrixSource, materialize } from "@reciprocal/network";
import { openLines } from "../open-lines.js";
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

/** Which rows and columns of a matrix are there. */
export interface Lines {
  readonly rows: Uint8Array;
  readonly columns: Uint8Array;
}

/** The rows and columns that stay if all zeros of `kept` make up whole rows and columns, else undefined. */
export function wholeLines(
  kept: Uint8Array,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): Lines | undefined {
  const { rows, columns } = openLines(kept, { inputs, outputs });
  const isWhole = kept.every((value, i) => value === rows[Math.floor(i / inputs)]! * columns[i % inputs]!);
  return isWhole ? { rows, columns } : undefined;
}

/** All nodes of a layer. */
export function all({ inputs, outputs }: { readonly inputs: number; readonly outputs: number }): Kept {
  const every = (length: number) => Uint32Array.from({ length }, (_, i) => i);
  return { rows: every(outputs), columns: every(inputs) };
}

/** Whether a matrix is its numbers. */
export function isStored(source: MatrixSource): boolean {
  return "values" in source;
}

/** The source with zeros in place of what goes; the same source, which may be a recipe, if nothing goes. */
export function zeroed(source: MatrixSource, isKept: (index: number) => number): MatrixSource {
  const values = materialize(source).map((value, i) => (isKept(i) ? value : 0));
  if (values.every((_, i) => isKept(i))) return source;
  return { rows: source.rows, columns: source.columns, values };
}
