/** Samples, one row of numbers each. */
export interface Rows {
  /** rows × features, row-major. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  readonly features: number;
  readonly classes: number;
}

/** The inputs of some rows, one after another. */
export function gatherRows({ inputs, features }: Rows, rows: Int32Array | Uint32Array): Float32Array {
  const gathered = new Float32Array(rows.length * features);
  for (let i = 0; i < rows.length; i++) {
    gathered.set(inputs.subarray(rows[i]! * features, (rows[i]! + 1) * features), i * features);
  }
  return gathered;
}

/** One row per label, 1 at its class and 0 elsewhere. */
export function gatherOneHot({ labels, classes }: Rows, rows: Int32Array | Uint32Array): Float32Array {
  const oneHot = new Float32Array(rows.length * classes);
  for (let i = 0; i < rows.length; i++) oneHot[i * classes + labels[rows[i]!]!] = 1;
  return oneHot;
}
