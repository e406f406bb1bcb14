import { check, integer, oneOf } from "@reciprocal/guards";

/**
 * What is trained in one mapping, as the publications compare it; not the kind of a layer, since a spectral layer can be
 * trained in three ways:
 * `dense` w · `spectral-one` λ_out · `spectral` both spectra · `s-svd` both and s · `s-qr` both and the triangle R ·
 * `spectral-full` both and φ.
 */
export type Method = "dense" | "spectral-one" | "spectral" | "s-svd" | "s-qr" | "spectral-full";

const counts: Readonly<Record<Method, (n: number, m: number, k: number) => number>> = {
  dense: (n, m) => n * m,
  "spectral-one": (_, m) => m,
  spectral: (n, m) => n + m,
  "s-svd": (n, m, k) => n + m + k,
  "s-qr": (n, m, k) => n + m + (k * (k + 1)) / 2,
  "spectral-full": (n, m) => n + m + n * m,
};

/**
 * How many numbers a method trains in one layer, bias aside, with k = min(n, m):
 * nm · m · n + m · n + m + k · n + m + k(k+1)/2 · n + m + nm  (arXiv:2106.09021; `spectral-one` Nat. Commun. 12, 1330).
 *
 * @param method - what is trained in the layer
 * @param inputs - n
 * @param outputs - m
 * @throws {TypeError} for an unknown method
 * @throws {RangeError} for a size that is not an integer of at least 1
 */
export function mappingParameterCount(method: Method, inputs: number, outputs: number): number {
  const where = "mappingParameterCount";
  check(oneOf(Object.keys(counts)), where, "method", method);
  check(integer({ min: 1 }), where, "inputs", inputs);
  check(integer({ min: 1 }), where, "outputs", outputs);
  return counts[method](inputs, outputs, Math.min(inputs, outputs));
}
