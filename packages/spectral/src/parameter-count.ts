import { checkPositiveInteger } from "./internal/check-positive-integer.js";

/**
 * What is trained in one layer:
 * `dense` w · `spectral-one` λ_out · `spectral` both spectra · `s-svd` both and s · `s-qr` both and the triangle R ·
 * `spectral-full` both and φ.
 */
export type Method = "dense" | "spectral-one" | "spectral" | "s-svd" | "s-qr" | "spectral-full";

/**
 * How many numbers a method trains in one layer, bias aside, with k = min(n, m):
 * nm · m · n + m · n + m + k · n + m + k(k+1)/2 · n + m + nm  (arXiv:2106.09021; `spectral-one` Nat. Commun. 12, 1330).
 *
 * @param inputs - n
 * @param outputs - m
 * @throws {RangeError} for an unknown method or a size that is not a positive integer
 */
export function mappingParameterCount(method: Method, inputs: number, outputs: number): number {
  checkPositiveInteger("mappingParameterCount", "inputs", inputs);
  checkPositiveInteger("mappingParameterCount", "outputs", outputs);
  const k = Math.min(inputs, outputs);
  const both = inputs + outputs;
  switch (method) {
    case "dense":
      return inputs * outputs;
    case "spectral-one":
      return outputs;
    case "spectral":
      return both;
    case "s-svd":
      return both + k;
    case "s-qr":
      return both + (k * (k + 1)) / 2;
    case "spectral-full":
      return both + inputs * outputs;
    default:
      throw new RangeError(`mappingParameterCount: unknown method "${String(method)}"`);
  }
}
