import type { Inputs } from "./samples.js";

/** What each byte stands for. */
const fractions = /* @__PURE__ */ Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Copies inputs from `start` up to `end` into `into`, from `at` on; bytes become the fractions that they stand for.
 *
 * @param inputs - where they are; not modified
 * @param range - [start, end]: the first place to copy, and the place after the last
 * @param into - where they go
 * @param at - the first place there
 * @throws {Error} if there are not so many: an array is empty once its buffer was transferred
 *
 * @example
 * import { copyInputs } from "@reciprocal/network";
 *
 * const batch = new Float32Array(2);
 * copyInputs(Uint8Array.of(0, 255, 51), [1, 3], batch);
 * console.log(batch);
 * // => Float32Array(2) [ 1, 0.20000000298023224 ]
 */
export function copyInputs(
  inputs: Inputs,
  [start, end]: readonly [start: number, end: number],
  into: Float32Array | Float64Array,
  at = 0,
): void {
  checkPresent(inputs, end);
  if (inputs instanceof Float32Array) {
    into.set(inputs.subarray(start, end), at);
    return;
  }
  const shift = at - start;
  for (let i = start; i < end; i++) into[i + shift] = fractions[inputs[i]!]!;
}

/**
 * Inputs from `start` up to `end` as floats: a view, or of bytes a copy.
 *
 * @param inputs - where they are; not modified
 * @param start - the first place
 * @param end - the place after the last
 * @returns a view of floats, a copy of bytes as fractions
 * @throws {Error} as `copyInputs`
 *
 * @example
 * import { floatInputs } from "@reciprocal/network";
 *
 * console.log(floatInputs(Uint8Array.of(0, 255, 51), 1));
 * // => Float32Array(2) [ 1, 0.20000000298023224 ]
 */
export function floatInputs(inputs: Inputs, start = 0, end = inputs.length): Float32Array {
  checkPresent(inputs, end);
  if (inputs instanceof Float32Array) return inputs.subarray(start, end);
  const floats = new Float32Array(end - start);
  copyInputs(inputs, [start, end], floats);
  return floats;
}

/** What is not there would be copied as what stood in its place before. */
function checkPresent({ length }: Inputs, end: number): void {
  if (end <= length) return;
  throw new Error(
    `inputs: needs ${end} numbers, got ${length}; was the array changed or its buffer transferred meanwhile?`,
  );
}
