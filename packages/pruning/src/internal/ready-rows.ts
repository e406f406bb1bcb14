import type { SparseLayer } from "../sparse-network.js";

/**
 * A sparse layer as the products read it: in plain arrays. Once any buffer of the process was detached, as the growing
 * memory of a WebAssembly module is, V8 checks at every access to a typed array that its own was not, and a product in
 * typed arrays takes up to twice as long. Plain arrays are spared that, and need no conversion from float32.
 */
export interface ReadyRows {
  readonly inputs: number;
  readonly outputs: number;
  readonly rowStarts: Uint32Array;
  readonly columnIndices: readonly number[];
  readonly values: readonly number[];
  /** Zeros where the layer has none. */
  readonly bias: readonly number[];
  /** Room for the inputs of samples. */
  readonly room: number[];
}

const known = new WeakMap<SparseLayer, ReadyRows>();

/** The layer in plain arrays, kept as long as the layer is, with room for the inputs of so many samples. */
export function readyRows(layer: SparseLayer, samples: number): ReadyRows {
  let rows = known.get(layer);
  if (rows === undefined) {
    const { inputs, outputs, rowStarts, columnIndices, values, bias = new Float32Array(outputs) } = layer;
    const ready = { values: doubles(values), bias: doubles(bias), room: doubles([]) };
    rows = { inputs, outputs, rowStarts, columnIndices: Array.from(columnIndices), ...ready };
    known.set(layer, rows);
  }
  while (rows.room.length < samples * layer.inputs) rows.room.push(0);
  return rows;
}

/** Doubles from the first one on: an array that began with whole numbers would be one of integers to V8, or of either. */
function doubles(values: Iterable<number>): number[] {
  const array = [0.5];
  array.pop();
  for (const value of values) array.push(value);
  return array;
}
