import type { Network } from "../../network.js";
import { madeMatrices } from "./made-matrices.js";

/** Entries of the largest matrix that a file may ask for without storing it: 1 GiB of numbers. */
const mostEntries = 2 ** 28;

/**
 * A few bytes must not ask for more numbers than a machine holds.
 *
 * @param together - entries that all matrices may have
 * @throws {RangeError} for a matrix of more than 2²⁸ entries that a recipe makes, or that one is selected from, and
 *   where all of them have more than `together`
 */
export function checkMadeSizes(network: Network, together = Infinity): void {
  let sum = 0;
  for (const { part, whole } of madeMatrices(network)) {
    const entries = whole.rows * whole.columns;
    if (!(entries <= mostEntries)) {
      throw new RangeError(
        `${part} must be made of at most 2^28 entries in a file, got ${whole.rows}×${whole.columns}`,
      );
    }
    sum += entries;
    if (!(sum <= together)) {
      throw new RangeError(
        `matrices up to ${part} must have at most ${together} entries together, got ${sum}`,
      );
    }
  }
}
