import type { PlainRows } from "./plain-rows.js";

/** Samples, and where to put what comes out: the numbers of `x` and `y` from these places on. */
export interface Place {
  readonly x: Float32Array | Float64Array;
  readonly from: number;
  readonly y: Float64Array;
  readonly to: number;
}

/** w x + b for one sample. If few weights are left, copying takes most of the time, so it goes four at a time. */
export function multiplyOne(rows: PlainRows, { x, from, y, to }: Place): void {
  const { inputs, outputs, rowStarts, columnIndices, values, bias, room } = rows;
  let j = 0;
  for (; j + 3 < inputs; j += 4) {
    room[j] = x[from + j]!;
    room[j + 1] = x[from + j + 1]!;
    room[j + 2] = x[from + j + 2]!;
    room[j + 3] = x[from + j + 3]!;
  }
  for (; j < inputs; j++) room[j] = x[from + j]!;
  let e = 0;
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    let sum = bias[i]!;
    // by four and then by two, since each addition waits for the one before, and short rows spend their time on the last
    for (; e + 3 < end; e += 4) {
      sum +=
        values[e]! * room[columnIndices[e]!]! +
        values[e + 1]! * room[columnIndices[e + 1]!]! +
        (values[e + 2]! * room[columnIndices[e + 2]!]! + values[e + 3]! * room[columnIndices[e + 3]!]!);
    }
    if (e + 1 < end) {
      sum += values[e]! * room[columnIndices[e]!]! + values[e + 1]! * room[columnIndices[e + 1]!]!;
      e += 2;
    }
    if (e < end) {
      sum += values[e]! * room[columnIndices[e]!]!;
      e++;
    }
    y[to + i] = sum;
  }
}

/** Samples per block: their sums fit the registers, and every weight and index is read once for all of them. */
export const blockSize = 8;

/**
 * w x + b for a block of eight samples, sample by sample in `y`. In between they are interleaved, so that what one weight
 * meets lies side by side: input j of sample k goes to 8 j + k.
 */
export function multiplyBlock(rows: PlainRows, { x, from, y, to }: Place): void {
  const { inputs, outputs, rowStarts, columnIndices, values, bias, room } = rows;
  const x1 = from + inputs;
  const x2 = x1 + inputs;
  const x3 = x2 + inputs;
  const x4 = x3 + inputs;
  const x5 = x4 + inputs;
  const x6 = x5 + inputs;
  const x7 = x6 + inputs;
  for (let j = 0, at = 0; j < inputs; j++, at += 8) {
    room[at] = x[from + j]!;
    room[at + 1] = x[x1 + j]!;
    room[at + 2] = x[x2 + j]!;
    room[at + 3] = x[x3 + j]!;
    room[at + 4] = x[x4 + j]!;
    room[at + 5] = x[x5 + j]!;
    room[at + 6] = x[x6 + j]!;
    room[at + 7] = x[x7 + j]!;
  }
  let e = 0;
  for (let i = 0; i < outputs; i++) {
    const end = rowStarts[i + 1]!;
    const b = bias[i]!;
    let s0 = b;
    let s1 = b;
    let s2 = b;
    let s3 = b;
    let s4 = b;
    let s5 = b;
    let s6 = b;
    let s7 = b;
    for (; e < end; e++) {
      const w = values[e]!;
      const at = columnIndices[e]! << 3; // 8 j; a shift needs no check for overflow
      s0 += w * room[at]!;
      s1 += w * room[at + 1]!;
      s2 += w * room[at + 2]!;
      s3 += w * room[at + 3]!;
      s4 += w * room[at + 4]!;
      s5 += w * room[at + 5]!;
      s6 += w * room[at + 6]!;
      s7 += w * room[at + 7]!;
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
