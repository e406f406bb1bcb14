import type { Inputs } from "./samples.js";

/** What each byte stands for. */
const fractions = /* @__PURE__ */ Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Copies inputs from `start` up to `end` into `into`, from `at` on; bytes become the fractions that they stand for.
 *
 * @throws {Error} if there are not so many: an array is empty once its buffer was transferred
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
 * @throws {Error} as `copyInputs`
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
