/** Rows that are summed side by side: eight sums fit the registers and share each load of an input. */
const panel = 8;

/**
 * A kernel as the products of single samples want it, rows in panels of eight: of a panel first the eight weights of the
 * first input, then those of the second. Rows of zeros fill the last panel up.
 */
export interface PackedKernel {
  readonly columns: number;
  readonly weights: Float32Array;
}

/** Packs w, row-major, rows×columns; each weight is rounded to float32. */
export function packKernel(w: ArrayLike<number>, rows: number, columns: number): PackedKernel {
  const weights = new Float32Array(Math.ceil(rows / panel) * panel * columns);
  for (let i = 0; i < rows; i++) {
    const start = (i - (i % panel)) * columns + (i % panel);
    for (let j = 0; j < columns; j++) weights[start + j * panel] = w[i * columns + j]!;
  }
  return { columns, weights };
}

/** What a product writes. */
export interface ProductRoom {
  /** Where in a panel the inputs stand that are not zero, and what they are; as long as the kernel has columns. */
  readonly places: Int32Array;
  readonly values: Float64Array;
  /** The sums; as long as the kernel has rows, those that fill the last panel up counted. */
  readonly sums: Float64Array;
}

export function productRoom({ columns, weights }: PackedKernel): ProductRoom {
  return {
    places: new Int32Array(columns),
    values: new Float64Array(columns),
    sums: new Float64Array(weights.length / columns),
  };
}

/**
 * w x of one sample, in float64, each sum over the inputs in order. Inputs of zero are left out, so an image that is mostly
 * black, and what leaves a ReLU, cost less. Float64 sums are faster here than float32 ones, since JavaScript would round
 * after every operation.
 *
 * @param x - the first of its numbers, as many as w has columns
 */
export function multiplyPacked(
  { columns, weights }: PackedKernel,
  x: Float64Array,
  { places, values, sums }: ProductRoom,
): void {
  let count = 0;
  for (let j = 0; j < columns; j++) {
    const value = x[j]!;
    if (value === 0) continue;
    places[count] = j * panel;
    values[count++] = value;
  }
  for (let i = 0; i < sums.length; i += panel) {
    const start = i * columns;
    let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      const value = values[k]!;
      const at = start + places[k]!;
      s0 += value * weights[at]!;
      s1 += value * weights[at + 1]!;
      s2 += value * weights[at + 2]!;
      s3 += value * weights[at + 3]!;
      s4 += value * weights[at + 4]!;
      s5 += value * weights[at + 5]!;
      s6 += value * weights[at + 6]!;
      s7 += value * weights[at + 7]!;
    }
    sums[i] = s0;
    sums[i + 1] = s1;
    sums[i + 2] = s2;
    sums[i + 3] = s3;
    sums[i + 4] = s4;
    sums[i + 5] = s5;
    sums[i + 6] = s6;
    sums[i + 7] = s7;
  }
}
