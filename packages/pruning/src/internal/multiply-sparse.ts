import type { SparseLayer } from "../sparse-network.js";

type Values = Float32Array | Float64Array;

/**
 * w x + b for one sample: the numbers of `x` and `y` from these places on. Four sums are under way, since each addition
 * waits for the one before.
 */
export function multiplyOne(
  { outputs, rowStarts, columnIndices, values, bias }: SparseLayer,
  { x, from, y, to }: { x: Values; from: number; y: Float64Array; to: number },
): void {
  let e = 0;
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    let s0 = bias === undefined ? 0 : bias[i]!;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; e + 3 < end; e += 4) {
      s0 += values[e]! * x[from + columnIndices[e]!]!;
      s1 += values[e + 1]! * x[from + columnIndices[e + 1]!]!;
      s2 += values[e + 2]! * x[from + columnIndices[e + 2]!]!;
      s3 += values[e + 3]! * x[from + columnIndices[e + 3]!]!;
    }
    for (; e < end; e++) s0 += values[e]! * x[from + columnIndices[e]!]!;
    y[to + i] = s0 + s1 + (s2 + s3);
  }
}

/** Samples per block: their sums fit the registers, and every weight and index is read once for all of them. */
export const blockSize = 8;

/** Interleaves eight samples, so that what one weight meets lies side by side: input j of sample k goes to 8 j + k. */
export function packBlock(x: Values, from: number, inputs: number, block: Float64Array): void {
  const x1 = from + inputs;
  const x2 = x1 + inputs;
  const x3 = x2 + inputs;
  const x4 = x3 + inputs;
  const x5 = x4 + inputs;
  const x6 = x5 + inputs;
  const x7 = x6 + inputs;
  for (let j = 0, at = 0; j < inputs; j++, at += 8) {
    block[at] = x[from + j]!;
    block[at + 1] = x[x1 + j]!;
    block[at + 2] = x[x2 + j]!;
    block[at + 3] = x[x3 + j]!;
    block[at + 4] = x[x4 + j]!;
    block[at + 5] = x[x5 + j]!;
    block[at + 6] = x[x6 + j]!;
    block[at + 7] = x[x7 + j]!;
  }
}

/** w x + b for a block of eight samples, into `y` from that place on, sample by sample. */
export function multiplyBlock(
  { outputs, rowStarts, columnIndices, values, bias }: SparseLayer,
  { block, y, to }: { block: Float64Array; y: Float64Array; to: number },
): void {
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    const b = bias === undefined ? 0 : bias[i]!;
    let s0 = b;
    let s1 = b;
    let s2 = b;
    let s3 = b;
    let s4 = b;
    let s5 = b;
    let s6 = b;
    let s7 = b;
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
    const into = to + i;
    y[into] = s0;
    y[into + outputs] = s1;
    y[into + 2 * outputs] = s2;
    y[into + 3 * outputs] = s3;
    y[into + 4 * outputs] = s4;
    y[into + 5 * outputs] = s5;
    y[into + 6 * outputs] = s6;
    y[into + 7 * outputs] = s7;
  }
}
