/** The index of the first number that is NaN or infinite; −1 if there is none, which takes one pass without a branch. */
export function findNotFinite(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0; // NaN × 0 and ∞ × 0 are NaN, and so is the sum
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
