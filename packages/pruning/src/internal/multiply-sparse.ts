import type { SparseLayer } from "../sparse-network.js";

/** w x + b for one sample, with four sums under way, since each addition waits for the one before. */
export function multiplyOne(
  { outputs, rowStarts, columnIndices, values, bias }: SparseLayer,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    let e = rowStarts[i]!;
    let [s0, s1, s2, s3] = [bias ? bias[i]! : 0, 0, 0, 0];
    for (; e + 3 < end; e += 4) {
      s0 += values[e]! * x[columnIndices[e]!]!;
      s1 += values[e + 1]! * x[columnIndices[e + 1]!]!;
      s2 += values[e + 2]! * x[columnIndices[e + 2]!]!;
      s3 += values[e + 3]! * x[columnIndices[e + 3]!]!;
    }
    for (; e < end; e++) s0 += values[e]! * x[columnIndices[e]!]!;
    y[i] = s0 + s1 + (s2 + s3);
  }
}

/** Samples per block: their sums fit the registers, and every weight and index is read once for all of them. */
export const blockSize = 8;

/**
 * w x + b for eight samples, interleaved so that what one weight meets lies side by side.
 *
 * @param block - number k of input j at 8 j + k
 */
export function multiplyBlock(
  { outputs, rowStarts, columnIndices, values, bias }: SparseLayer,
  block: Float64Array,
  y: Float64Array,
): void {
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    const b = bias ? bias[i]! : 0;
    let [s0, s1, s2, s3, s4, s5, s6, s7] = [b, b, b, b, b, b, b, b];
    for (let e = rowStarts[i]!; e < end; e++) {
      const w = values[e]!;
      const at = columnIndices[e]! * 8;
      s0 += w * block[at]!;
      s1 += w * block[at + 1]!;
      s2 += w * block[at + 2]!;
      s3 += w * block[at + 3]!;
      s4 += w * block[at + 4]!;
      s5 += w * block[at + 5]!;
      s6 += w * block[at + 6]!;
      s7 += w * block[at + 7]!;
    }
    y[i] = s0;
    y[i + outputs] = s1;
    y[i + 2 * outputs] = s2;
    y[i + 3 * outputs] = s3;
    y[i + 4 * outputs] = s4;
    y[i + 5 * outputs] = s5;
    y[i + 6 * outputs] = s6;
    y[i + 7 * outputs] = s7;
  }
}
