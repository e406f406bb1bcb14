import { check, number } from "@reciprocal/guards";
import { ShapeError } from "./errors.js";

/** Bits of a float32 magnitude, sign aside, that each pass sorts by: 11 + 10 + 10 = 31. */
const passes = [
  { shift: 20, bins: 2 ** 11 },
  { shift: 10, bins: 2 ** 10 },
  { shift: 0, bins: 2 ** 10 },
] as const;

/**
 * The magnitude below which a dynamic mask sets weights to zero: of all |v|, rounded to float32 and in ascending
 * order, the one at index `maskedCount(values.length, sparsity)`.
 *
 * A mask that zeroes every v with |v| < threshold zeroes that many, or fewer if several are as large as the
 * threshold: ties stay. −0 is as small as 0. NaN counts as larger than every number, so a threshold is NaN, and masks
 * nothing, only if more is to stay than there are numbers.
 *
 * Exact, by a radix selection over the bits of the floats: three passes, whatever the numbers are.
 *
 * @param values - not modified; a Float32Array is read in place, all else is rounded to float32 in a copy
 * @param sparsity - p, the share of zeros to reach, 0 ≤ p < 1
 * @throws {RangeError} for a sparsity out of range
 * @throws {ShapeError} without values
 *
 * @example
 * import { magnitudeThreshold } from "@reciprocal/spectral";
 *
 * console.log(magnitudeThreshold([0.5, -3, 2, -1], 0.5)); // => 2
 */
export function magnitudeThreshold(values: ArrayLike<number>, sparsity: number): number {
  if (!(values.length > 0)) {
    throw new ShapeError(`magnitudeThreshold: needs at least one value, got ${values.length}`);
  }
  let rank = maskedCount(values.length, sparsity);
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);

  let found = 0; // the leading bits of the threshold, as far as they are known
  let known = 0; // which bits those are
  for (const { shift, bins } of passes) {
    const counts = new Uint32Array(bins);
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if ((word & known) === found) counts[(word >>> shift) & (bins - 1)]!++;
    }
    let bin = 0;
    while (rank >= counts[bin]!) rank -= counts[bin++]!;
    found |= bin << shift;
    known |= (bins - 1) << shift;
  }
  return new Float32Array(Uint32Array.of(found).buffer)[0]!;
}

/**
 * How many of `count` weights a dynamic mask of the given sparsity p sets to zero, ties aside: round(p · count), but
 * never all of them.
 *
 * @param count - how many weights there are
 * @param sparsity - p, the share of zeros to reach, 0 ≤ p < 1
 * @returns an integer from 0 to `count` − 1
 * @throws {RangeError} unless 0 ≤ p < 1
 *
 * @example
 * import { maskedCount } from "@reciprocal/spectral";
 *
 * console.log(maskedCount(1000, 0.9), maskedCount(4, 0.99)); // => 900 3
 */
export function maskedCount(count: number, sparsity: number): number {
  check(number({ min: 0, below: 1 }), "maskedCount", "sparsity", sparsity);
  return Math.min(Math.round(sparsity * count), count - 1);
}
