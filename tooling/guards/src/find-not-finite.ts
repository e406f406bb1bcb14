/** The index of the first number that is NaN or infinite; −1 if there is none, which takes one pass without a branch. */
export function findNotFinite(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0; // NaN × 0 and ∞ × 0 are NaN, and so is the sum
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}

/** The index of the first NaN; −1 if there is none. */
export function findNaN(values: Float32Array | Float64Array): number {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return i;
  return -1;
}

/**
 * Refuses what a network gave, count × width, if a number of it is not finite: compared or averaged, it would count as some
 * answer.
 *
 * @param why - what may be the reason
 * @throws {RangeError} naming the output and the sample
 */
export function checkOutputs(
  where: string,
  values: Float32Array | Float64Array,
  { width, why }: { readonly width: number; readonly why: string },
): void {
  const index = findNotFinite(values);
  if (index === -1) return;
  throw new RangeError(
    `${where}: output ${index % width} of sample ${Math.floor(index / width)} is ${values[index]}; ${why}`,
  );
}
