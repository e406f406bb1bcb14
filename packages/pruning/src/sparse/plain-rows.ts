import type { SparseLayer } from "./sparse-network.js";

/**
 * A sparse layer as the products read it: in plain arrays. After any buffer of the process was detached, as happens if
 * the memory of a WebAssembly module grows, V8 checks at every access to a typed array that its own buffer was not, and a
 * product in typed arrays takes up to twice as long. Plain arrays need no such check, and no conversion from float32.
 */
export interface PlainRows {
  readonly inputs: number;
  readonly outputs: number;
  readonly rowStarts: Uint32Array;
  readonly columnIndices: readonly number[];
  readonly values: readonly number[];
  /** Zeros if the layer has none. */
  readonly bias: readonly number[];
  /** Room for the inputs of samples. */
  readonly room: number[];
}

const known = new WeakMap<SparseLayer, PlainRows>();

/** The layer in plain arrays, kept as long as the layer is, with room for the inputs of `samples` samples. */
export function plainRows(layer: SparseLayer, samples: number): PlainRows {
  let rows = known.get(layer);
  if (rows === undefined) {
    const { inputs, outputs, rowStarts, columnIndices, values, bias = new Float32Array(outputs) } = layer;
    const plain = { values: doubles(values), bias: doubles(bias), room: doubles([]) };
    rows = { inputs, outputs, rowStarts, columnIndices: Array.from(columnIndices), ...plain };
    known.set(layer, rows);
  }
  while (rows.room.length < samples * layer.inputs) rows.room.push(0);
  return rows;
}

/** Doubles from the first one on: V8 would take an array that began with integers for one of integers, or of both. */
function doubles(values: Iterable<number>): number[] {
  const array = [0.5];
  array.pop();
  for (const value of values) array.push(value);
  return array;
}
