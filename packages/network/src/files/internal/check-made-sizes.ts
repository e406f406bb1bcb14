import type { Network } from "../../network.js";
import { madeMatrices } from "./made-matrices.js";

/** Entries of the largest matrix that a file may ask for without storing it: 1 GiB of numbers. */
const mostEntries = 2 ** 28;

/**
 * A few bytes must not ask for more numbers than a machine holds.
 *
 * @throws {RangeError} for a matrix of more than 2²⁸ entries that a recipe makes, or that one is selected from
 */
export function checkMadeSizes(network: Network): void {
  for (const { part, whole } of madeMatrices(network)) {
    if (whole.rows * whole.columns <= mostEntries) continue;
    throw new RangeError(
      `${part} must be made of at most 2^28 entries in a file, got ${whole.rows}×${whole.columns}`,
    );
  }
}
