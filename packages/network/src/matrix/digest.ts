import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { materialize } from "./materialize.js";
import type { MatrixSource } from "./source.js";

/**
 * SHA-256, in lower-case hex, of the matrix's float32 values as little-endian bytes, row by row. A file that holds a
 * recipe holds this beside it, so that a reader knows whether it made the same matrix. The shape is not part of it.
 *
 * @param source - the matrix: numbers, a recipe, or a selection
 * @throws {ShapeError | RangeError | TypeError} as `materialize`
 *
 * @example
 * import { matrixDigest } from "@reciprocal/network";
 *
 * const recipe = { kind: "normal", seed: 7, deviation: 1 } as const;
 * console.log(matrixDigest({ rows: 2, columns: 3, recipe }).slice(0, 8));
 * // => ca6ef466
 */
export function matrixDigest(source: MatrixSource): string {
  const values = materialize(source);
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => bytes.setFloat32(4 * index, value, true));
  return bytesToHex(sha256(new Uint8Array(bytes.buffer)));
}
