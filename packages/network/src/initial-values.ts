import { randomUniform } from "@reciprocal/spectral";

/** What numbers start from: all the same, or uniform in [low, high). */
export type InitialValues = number | { readonly low: number; readonly high: number };

/**
 * `length` initial values in float32.
 *
 * @throws {RangeError} for values that are not finite, or an interval that is empty
 */
export function makeInitialValues(
  where: string,
  initial: InitialValues,
  { length, seed }: { length: number; seed: number },
): Float32Array {
  const { low, high } = typeof initial === "number" ? { low: initial, high: initial } : initial;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new RangeError(
      `${where}: initial values must be finite with low ≤ high, got low ${low}, high ${high}`,
    );
  }
  if (low === high) return new Float32Array(length).fill(low);
  return Float32Array.from(randomUniform(length, { seed, low, high }));
}
