import type { Inputs } from "./samples.js";

/** What each byte stands for. */
const fractions = /* @__PURE__ */ Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Copies inputs from `start` up to `end` into `into`, from `at` on; bytes become the fractions that they stand for. */
export function copyInputs(
  inputs: Inputs,
  [start, end]: readonly [start: number, end: number],
  into: Float32Array | Float64Array,
  at = 0,
): void {
  if (inputs instanceof Float32Array) {
    into.set(inputs.subarray(start, end), at);
    return;
  }
  const shift = at - start;
  for (let i = start; i < end; i++) into[i + shift] = fractions[inputs[i]!]!;
}

/** Inputs from `start` up to `end` as floats: a view, or of bytes a copy. */
export function floatInputs(inputs: Inputs, start = 0, end = inputs.length): Float32Array {
  if (inputs instanceof Float32Array) return inputs.subarray(start, end);
  const floats = new Float32Array(end - start);
  copyInputs(inputs, [start, end], floats);
  return floats;
}
